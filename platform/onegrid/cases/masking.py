"""Personal data of reporters as everybody who sees the case may read it."""


def masked_name(name: str) -> str:
    """The family name alone: 张三 -> 张*."""
    return f"{name[0]}{'*' * (len(name) - 1)}" if name else ""


def masked_phone(phone: str) -> str:
    """First three and last four digits of a long number, nothing but the end of a short one."""
    if len(phone) >= 11:
        return f"{phone[:3]}{'*' * (len(phone) - 7)}{phone[-4:]}"
    return f"{'*' * max(len(phone) - 2, 0)}{phone[-2:]}" if phone else ""


def masked_answer(text: str) -> str:
    """An answer marked `sensitive`: numbers as telephones are masked, words as names are."""
    return masked_phone(text) if any(one.isdigit() for one in text) else masked_name(text)
