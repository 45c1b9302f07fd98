"""How often what happens.

MAJOR: counts of a real month, by the public notice of Suzhou (宿州, Anhui) for March 2022; each is divided among the
minors of the major. SERVICE: what the notice calls transferred from the hotline, for all services together. A major
that it does not name, in another city's code set, gets OTHER.

CHANNEL: the notice tells of collectors (2,822) and hotlines (3,628 and 196). Collectors report by patrol and by urban
management; they and the hotlines stand here in that ratio. The shares of the other channels, and HOUR, WEEKEND and
BURST, are ours: no source was found for them.
"""

from types import MappingProxyType

MAJOR = MappingProxyType(
    {
        "市容环境": 1035,
        "施工管理": 272,
        "街面秩序": 88,
        "宣传广告": 88,
        "突发事件": 55,
        "园林绿化设施": 596,
        "公用设施": 292,
        "市容环境设施": 264,
        "道路交通设施": 95,
        "其他": 30,
        "其他部件": 7,
    }
)
SERVICE = 196
OTHER = 30

# Minors that the notice calls the most frequent.
FREQUENT_MINOR = frozenset({"道路破损", "乱堆物堆料", "道路不洁", "绿地附属设施", "护树设施", "行道树"})
FREQUENT_FACTOR = 3

CHANNEL = MappingProxyType(
    {
        "hotline": 47,
        "urban_management": 22,
        "collector": 13,
        "police": 7,
        "resident": 7,
        "sensor": 3,
        "early_warning": 1,
    }
)
HOUR = (2, 1, 1, 1, 1, 2, 5, 12, 22, 26, 24, 20, 12, 13, 20, 24, 22, 18, 12, 10, 8, 6, 4, 3)
WEEKEND_PERCENT = 60

# A burst: rain or a broken main makes many alike reports in one township within hours.
BURST_PERCENT_OF_DAYS = 15
BURST_SHARE_PERCENT = 12
BURST_HOURS = 3
BURST_MINORS = ("道路积水", "供水管道破裂", "排水堵塞", "暴露垃圾", "机动车乱停放")

REPEAT_PERCENT = 4  # the same thing told again by another source

# Per thousand reports that also tell of something which decides urgency or how many must act.
ASIDE_PERMILLE = MappingProxyType({"danger": 15, "basic_life": 35, "one_matter": 25})
