"""The last lines of a start: addresses and demo accounts."""

from itertools import groupby

from onegrid.config.demo_accounts import DEMO_PASSWORD, demo_accounts
from onegrid.config.supervisor.options import Options
from onegrid.config.supervisor.terminal import plain, say


def welcome(address: str, options: Options) -> None:
    """Where to go, and as whom."""
    say("一网已就绪", "OneGrid is ready")
    plain()
    plain(f"  起始页 start page        {address}/")
    plain(f"  接口文档 API docs        {address}/api/v1/docs/")
    plain(f"  管理后台 administration  {address}/admin/")
    plain(f"  日志 logs                {options.state / 'logs'}")
    accounts = demo_accounts(options.root / "fixtures" / "demo_people.yaml") if options.demo else []
    if accounts:
        plain()
        plain(f"  演示账号 demo accounts, 密码 password: {DEMO_PASSWORD}")
        for role, holders in groupby(sorted(accounts, key=lambda a: a.order), key=lambda a: a.role):
            plain(f"    {role:<17} " + ", ".join(f"{one.username} ({one.name})" for one in holders))
    plain()
    plain("  Ctrl-C 停止 stops everything.")
