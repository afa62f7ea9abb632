"""English and Spanish: by the browser's language, and by choice."""

import re

from playwright.sync_api import Page, expect

from chat_app.ui.texts.spanish import SPANISH
from tests.e2e.people import PHONE, People, fresh
from tests.e2e.waiting import comes_to

ENGLISH = {english for english, spanish in SPANISH.items() if english != spanish}
# Everything a page says: texts, and what assistive technology reads out.
SAID = """() => {
    const said = new Set([document.title]);
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) said.add(walker.currentNode.data.trim());
    for (const one of document.querySelectorAll("*"))
        for (const name of ["aria-label", "title", "placeholder"]) said.add(one.getAttribute(name) ?? "");
    return [...said];
}"""


def in_english(page: Page) -> set[str]:
    """Return what the page says in English."""
    said = page.evaluate(SAID)
    assert len(said) > 10
    return ENGLISH & set(said)


def test_page_in_english_is_noticed(person: People) -> None:
    ada = person("Ada")
    comes_to(lambda: {"Channels", "Online", "Send"} <= in_english(ada.page), True)


def test_entrance_speaks_spanish_to_a_spanish_browser(person: People) -> None:
    ana = person("Ana", signed_up=False, locale="es-MX")
    page = ana.page
    ana.go("/register")
    expect(page).to_have_title("Crear cuenta - Chat en Vivo")
    expect(page.locator("html")).to_have_attribute("lang", "es")
    assert not in_english(page)
    expect(page.get_by_text("De 3 a 32 letras sin acentos, cifras o _ . -")).to_be_visible()
    page.get_by_label("Nombre de usuario").fill("ñ")
    page.get_by_label("Contraseña", exact=True).fill("corta")
    page.get_by_role("button", name="Crear cuenta").click()
    expect(page.get_by_text("Usa de 3 a 32 caracteres: letras sin acentos ni ñ")).to_be_visible()
    expect(page.get_by_text("Usa de 8 a 64 caracteres, de cualquier alfabeto.")).to_be_visible()
    assert not in_english(page)
    page.get_by_role("link", name="Entrar").click()
    page.get_by_label("Nombre de usuario").fill(ana.username)
    page.get_by_label("Contraseña", exact=True).fill("not this one")
    page.get_by_role("button", name="Entrar").click()
    expect(page.get_by_text("Ese nombre de usuario y esa contraseña no coinciden.")).to_be_visible()
    assert not in_english(page)


def test_chat_speaks_spanish_in_every_corner(person: People) -> None:
    ana, bob = person("Ana", locale="es-ES"), person("Bob")
    page = ana.page
    name = fresh("sala")
    page.get_by_role("button", name="Crear un canal").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Nombre del canal").fill("Sala Ñandú")
    dialog.get_by_role("button", name="Crear", exact=True).click()
    expect(dialog.get_by_text("por ejemplo sala-nandu.")).to_be_visible()
    assert not in_english(page)
    dialog.get_by_label("Nombre del canal").fill(name)
    dialog.get_by_role("button", name="Crear", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    bob.join_channel(name)
    bob.composer.press_sequentially("hello")
    expect(page.get_by_text("está escribiendo")).to_be_visible()
    bob.composer.press("Enter")
    expect(page.get_by_role("log", name="Mensajes")).to_contain_text("hello")
    expect(page.get_by_role("separator", name="Hoy")).to_be_visible()
    page.get_by_role("textbox", name="Mensaje").fill("x" * 4001)
    expect(page.get_by_text("Sobran 1 caracteres")).to_be_visible()
    page.get_by_role("textbox", name="Mensaje").fill("hola")
    page.get_by_role("button", name="Enviar").click()
    mine = page.locator("[data-seq]").filter(has_text="hola")
    mine.hover()
    assert not in_english(page)
    mine.get_by_role("button", name="Editar el mensaje").click()
    expect(mine.get_by_role("textbox", name="Editar el mensaje")).to_be_focused()
    assert not in_english(page)
    page.keyboard.press("Escape")
    page.get_by_role("heading", level=1).hover()  # a pointer that rests tells of nothing
    mine.hover()
    mine.get_by_role("button", name="Borrar el mensaje").click()
    expect(page.get_by_text("Mensaje borrado.")).to_be_visible()
    assert not in_english(page)
    for opener in ("Explorar canales", "Invitar a alguien", "Cambiar el tema", "Salir del canal", "Emojis"):
        page.get_by_role("button", name=opener, exact=True).click()
        expect(dialog).to_be_visible()
        assert not in_english(page), opener
        page.keyboard.press("Escape")
        expect(dialog).to_be_hidden()
    for item in ("Perfil", "Atajos de teclado"):
        page.get_by_role("button", name="Cuenta").click()
        assert not in_english(page)
        page.get_by_role("menuitem", name=item).click()
        expect(dialog).to_be_visible()
        assert not in_english(page), item
        page.keyboard.press("Escape")
    page.keyboard.press("Control+K")
    page.get_by_role("textbox", name="Buscar").fill("nothing-of-the-kind")
    expect(page.get_by_text("Ningún mensaje tiene todas esas palabras.")).to_be_visible()
    assert not in_english(page)


def test_language_is_chosen_in_the_menu_and_kept(person: People) -> None:
    ada, bob = person.together("Ada", "Bob")
    bob.say("good day")
    expect(ada.message("good day")).to_be_visible()
    ada.composer.fill("a draft")
    other = ada.tab()
    other.goto(ada.page.url)
    expect(other.get_by_role("log", name="Messages")).to_be_visible()
    ada.button("Account").click()
    english = ada.page.get_by_role("menuitemradio", name="English")
    expect(english).to_have_attribute("aria-checked", "true")
    ada.page.get_by_role("menuitemradio", name="Español").click()
    expect(ada.page.get_by_role("log", name="Mensajes")).to_contain_text("good day")
    expect(ada.page.get_by_role("textbox", name="Mensaje")).to_have_value("a draft")
    assert not in_english(ada.page)
    expect(other.get_by_role("log", name="Mensajes")).to_be_visible()
    ada.page.reload()
    expect(ada.page.get_by_role("log", name="Mensajes")).to_be_visible()
    assert not in_english(ada.page)
    expect(bob.log).to_contain_text("good day")


def test_dates_and_emojis_follow_the_language(person: People) -> None:
    ana = person("Ana", locale="es-ES", timezone_id="Europe/Madrid")
    page = ana.page
    page.get_by_role("textbox", name="Mensaje").fill("hola")
    page.get_by_role("button", name="Enviar").click()
    mine = page.locator("[data-seq]").filter(has_text="hola")
    expect(mine.locator("time").first).to_have_attribute(
        "title", re.compile("lunes|martes|miércoles|jueves|viernes|sábado|domingo")
    )
    page.get_by_role("button", name="Emojis").click()
    page.get_by_role("textbox", name="Buscar un emoji").fill("corazón")
    expect(page.get_by_role("button", name="corazón rojo")).to_be_visible()


def test_language_is_chosen_at_the_entrance_on_a_phone(person: People) -> None:
    ada = person("Ada", signed_up=False, size=PHONE)
    ada.go("/login")
    languages = ada.page.get_by_role("group", name="Language")
    expect(languages.get_by_role("button", name="English")).to_have_attribute("aria-pressed", "true")
    languages.get_by_role("button", name="Español").click()
    expect(ada.page.get_by_role("heading", name="Hola de nuevo")).to_be_visible()
    expect(ada.page).to_have_title("Entrar - Chat en Vivo")
    expect(ada.page.locator("html")).to_have_attribute("lang", "es")
    assert not in_english(ada.page)


def test_page_speaks_english_when_the_sentences_cannot_be_fetched(person: People) -> None:
    ana = person("Ana", signed_up=False, locale="es-ES")
    ana.page.route("**/sentences.es.json", lambda route: route.fulfill(status=503))
    ana.go("/login")
    ana.tolerate("503")
    expect(ana.page.get_by_role("heading", name="Welcome back")).to_be_visible()
    expect(ana.page.locator("html")).to_have_attribute("lang", "en")
