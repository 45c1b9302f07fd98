"""What another engine's expression or script says that FEEL can't, with what to write instead."""


class Untranslatable(Exception):
    """`reason` and `instead`, each English and Chinese."""

    def __init__(self, english: str, chinese: str, instead: tuple[str, str] | None = None) -> None:
        super().__init__(english)
        self.reason = (english, chinese)
        self.instead = instead or (
            'Write the same in FEEL over the process data: days > 3 and type = "leave".',
            '请用 FEEL 按流程数据改写：days > 3 and type = "leave"。',
        )


BEAN = (
    "Compute it in a form field, a decision table or a service task before, and ask for that variable here.",
    "请先在表单字段、决策表或服务任务中算出，再在此处使用该变量。",
)
