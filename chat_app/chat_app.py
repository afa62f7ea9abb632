"""Puts the parts together."""

from chat_app.api.app import make_api, mount_beside
from chat_app.backends.bus import bus
from chat_app.ui import addresses
from chat_app.ui.app import LiveApp
from chat_app.ui.components.parts.document import STYLESHEETS, document_head, error_boundary
from chat_app.ui.live.hub import hub
from chat_app.ui.pages.chat import chat_page
from chat_app.ui.pages.sign_in import home_page, lost_page, sign_in_page, sign_up_page
from chat_app.ui.states.history import HistoryState
from chat_app.ui.states.live import LiveState
from chat_app.ui.states.navigation import NavigationState
from chat_app.ui.states.session import SessionState
from chat_app.ui.states.toast import toast_of
from chat_app.ui.texts import parts as texts

app = LiveApp(
    backend_exception_handler=toast_of,
    # Left out, because the page has its own: toasts, connection banner, Reflex's reset of styles.
    toaster=None,
    reset_style=False,
    app_wraps={(55, "ErrorBoundary"): lambda stateful: error_boundary()},
    stylesheets=STYLESHEETS,
    head_components=document_head(),
    html_lang="en",
)
load_sign_in = SessionState.load_sign_in
app.add_page(home_page, addresses.HOME, title=texts.PRODUCT, on_load=load_sign_in)
app.add_page(sign_in_page, addresses.SIGN_IN, title=texts.PRODUCT, on_load=load_sign_in)
app.add_page(sign_up_page, addresses.SIGN_UP, title=texts.PRODUCT, on_load=load_sign_in)
app.add_page(lost_page, "404", title=texts.PRODUCT, description="")
app.add_page(chat_page, addresses.CHAT, title=texts.PRODUCT, on_load=NavigationState.load_chat)
api = make_api(hub)
bus.listen(api.state.streams.handle)
bus.listen(hub.handle)
app.attach([LiveState, HistoryState, SessionState], bus, door=mount_beside(api))
