"""The last lines of a start: addresses and demo accounts."""

from itertools import groupby

from onegrid.config.supervisor.options import Options
from onegrid.config.supervisor.terminal import plain, say
from onegrid.web.demo_accounts import demo_accounts, demo_password


def welcome(address: str, options: Options) -> None:
    """Where to go, and as whom."""
    say("一网已就绪", "OneGrid is ready")
    plain()
    plain(f"  起始页 start page        {address}/")
    plain(f"  接口文档 API docs        {address}/api/v1/docs/")
    plain(f"  管理后台 administration  {address}/admin/")
    plain(f"  日志 logs                {options.state / 'logs'}")
    accounts = demo_accounts(options.root / "fixtures") if options.demo else []
    if accounts:
        plain()
        plain(f"  演示账号 demo accounts, 密码 password: {demo_password()}")
        for (zh, en), holders in groupby(accounts, key=lambda one: (one.role_zh, one.role_en)):
            plain(f"    {zh} {en}: " + ", ".join(f"{one.username} ({one.unit})" for one in holders))
    plain()
    plain("  Ctrl-C 停止 stops everything.")
