"""Words of generated reports. Names and numbers are made up and marked as such by their form."""

import random
from typing import Any

from onegrid.intake.generator import proportions
from onegrid.intake.generator.material import CategoryRow, PlaceRow

_SPOTS = (
    "东门",
    "西门",
    "南侧路口",
    "北侧人行道",
    "公交站旁",
    "菜场门口",
    "学校门前",
    "小区广场",
    "河堤边",
    "停车场入口",
)
_SAID = (
    "反映{place}{spot}存在{minor}问题，{condition}，希望尽快处理。",
    "{place}{spot}{minor}，{condition}，已有多日。",
    "巡查发现{place}{spot}{condition}（{minor}）。",
    "来电人称{place}{spot}{minor}影响出行，请核实处理。{condition}。",
)
_ASIDES = {
    "danger": ("裸露电线，路人有触电危险", "墙体有坍塌危险", "现场有燃气泄漏味", "有人坠落受伤风险"),
    "basic_life": ("周边居民已停水", "积水较深，车辆绕行", "下水道堵塞，污水外溢", "小区多栋楼停电"),
    "one_matter": ("疑似群租房，住户众多", "消防通道被占用", "楼道内飞线充电", "沿街店铺油烟扰民"),
}
_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许"


def describe(rng: random.Random, place: PlaceRow, category: CategoryRow) -> dict[str, Any]:
    """title, description and place of a report."""
    where = "".join(place.names[-2:])
    spot = rng.choice(_SPOTS)
    condition = rng.choice(category.conditions) if category.conditions else category.minor
    said = rng.choice(_SAID).format(place=where, spot=spot, minor=category.minor, condition=condition)
    draw = rng.randrange(1000)
    for kind, permille in proportions.ASIDE_PERMILLE.items():
        if draw < permille:
            said += f"另反映{rng.choice(_ASIDES[kind])}。"
            break
        draw -= permille
    return {"title": f"{where}{category.minor}", "description": said, "place": f"{where}{spot}"}


def reporter(rng: random.Random) -> dict[str, Any]:
    """A made-up reporter; the number begins with 100, which no phone in China does."""
    name = rng.choice(_SURNAMES) + rng.choice(("先生", "女士"))
    return {"reporter": {"name": name, "phone": f"100{rng.randrange(10**8):08d}"}}
