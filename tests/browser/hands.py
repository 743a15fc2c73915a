"""What hands do at a computer: type by the keyboard alone, press with a mouse, and count presses."""

from playwright.sync_api import Page

MOST_STOPS = 150
COUNT = """
addEventListener('pointerdown', (event) => { if (event.isTrusted) window.pressed('pointer'); }, true);
addEventListener('keydown', (event) => {
    const control = event.target.closest && event.target.closest('a, button, summary, [type=submit]');
    if (event.isTrusted && event.key === 'Enter' && control) window.pressed('enter');
}, true);
"""
ABOUT_THE_FOCUS = """() => {
    const e = document.activeElement;
    const group = e.type === 'radio' ? [...e.form.elements[e.name]] : [];
    return {name: e.name || '', tag: e.tagName, type: e.type || '', checked: Boolean(e.checked),
            values: e.tagName === 'SELECT' ? [...e.options].map(o => o.value) : group.map(r => r.value),
            value: e.value === undefined ? '' : e.value};
}"""


class Presses:
    """Counts what ux.md calls a click: a pointer press, or Enter on a focused control."""

    def __init__(self, page: Page) -> None:
        self.pointer = self.enter = 0
        page.expose_function("pressed", self._pressed)
        page.add_init_script(COUNT)

    def _pressed(self, kind: str) -> None:
        setattr(self, kind, getattr(self, kind) + 1)

    @property
    def clicks(self) -> int:
        return self.pointer + self.enter


def type_with_keys(page: Page, answers: dict[str, str]) -> None:
    """Answer the fields in the order of the page: Tab, letters, arrows and Space, nothing else."""
    for name, answer in answers.items():
        here = tab_to(page, name)
        if here["tag"] == "SELECT":
            choose_with_keys(page, here, answer)
        elif here["type"] == "radio":
            walk_to_radio(page, here, answer)
        elif here["type"] == "checkbox":
            if here["checked"] != (answer == "yes"):
                page.keyboard.press("Space")
        else:
            page.keyboard.press("Control+A")
            page.keyboard.insert_text(answer)


def tab_to(page: Page, name: str) -> dict:
    """Press Tab until the field `name` has the focus."""
    for _stop in range(MOST_STOPS):
        here = page.evaluate(ABOUT_THE_FOCUS)
        if here["name"] == name:
            return here
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not lead to {name}.")


def choose_with_keys(page: Page, here: dict, value: str) -> None:
    steps = here["values"].index(value) - here["values"].index(here["value"])
    for _step in range(abs(steps)):
        page.keyboard.press("ArrowDown" if steps > 0 else "ArrowUp")


def walk_to_radio(page: Page, here: dict, value: str) -> None:
    page.keyboard.press("Space")
    steps = here["values"].index(value) - here["values"].index(here["value"])
    for _step in range(abs(steps)):
        page.keyboard.press("ArrowDown" if steps > 0 else "ArrowUp")


def fill_in(page: Page, answers: dict[str, str]) -> None:
    """Answer the fields without asking how: the hands are on the keyboard already."""
    for name, answer in answers.items():
        field = page.locator(f"main [name='{name}']")
        if field.first.evaluate("e => e.tagName") == "SELECT":
            field.select_option(answer)
        elif field.first.get_attribute("type") == "radio":
            page.locator(f"main [name='{name}'][value='{answer}']").check()
        else:
            field.fill(answer)
