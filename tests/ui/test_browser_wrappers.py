"""Each wrapper in Python says what its component in JavaScript takes."""

import importlib
import inspect
import pkgutil
import re
from pathlib import Path

import pytest
import reflex as rx
from reflex_base.utils.format import to_camel_case

from chat_app.ui.components import browser

HERE = Path(browser.__file__).parent
NAMES = [found.name for found in pkgutil.iter_modules([str(HERE)])]
MODULES = [importlib.import_module(f"{browser.__name__}.{name}") for name in NAMES]
WRAPPERS = [
    wrapper
    for module in MODULES
    for _, wrapper in inspect.getmembers(module, inspect.isclass)
    if issubclass(wrapper, rx.Component) and wrapper.__module__ == module.__name__
]


def with_imports(name: str, seen: set[str]) -> str:
    """Return a script and all that it imports: it may hand props on to them."""
    seen.add(name)
    script = (HERE / name).read_text()
    imported = re.findall(r'(?:from |import\()"\./(.*)"', script)
    return script + "".join(with_imports(other, seen) for other in imported if other not in seen)


def test_there_are_wrappers() -> None:
    assert len(WRAPPERS) > 40


def test_no_two_scripts_have_one_name() -> None:
    names = [file.stem for file in HERE.glob("*.js*")]
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize("wrapper", WRAPPERS, ids=lambda wrapper: wrapper.__name__)
def test_the_file_beside_a_wrapper_takes_every_prop(wrapper: type[rx.Component]) -> None:
    file = HERE / f"{wrapper.__module__.rpartition('.')[2]}.jsx"
    assert wrapper.library == browser.beside(str(file))
    script = file.read_text()
    assert re.search(rf"^export (function|const) {wrapper.tag}\b", script, re.MULTILINE)
    props = [to_camel_case(name) for name in inspect.get_annotations(wrapper)]
    scripts = with_imports(file.name, set())
    assert [prop for prop in props if not re.search(rf"\b{prop}\b", scripts)] == []
