"""Puts the parts together."""

from chat_app.api.application import beside, make_api
from chat_app.ui import texts
from chat_app.ui.components.document import STYLESHEETS, document_head, error_boundary
from chat_app.ui.core import hub
from chat_app.ui.live_app import LiveApp
from chat_app.ui.pages.chat import chat_page
from chat_app.ui.pages.entrance import home_page, sign_in_page, sign_up_page
from chat_app.ui.states.history import HistoryState
from chat_app.ui.states.live import LiveState
from chat_app.ui.states.notice import tell
from chat_app.ui.states.session import SessionState

app = LiveApp(
    backend_exception_handler=tell,
    # Left out, because the page has its own: toasts, connection banner, Reflex's reset of styles.
    toaster=None,
    reset_style=False,
    app_wraps={(55, "ErrorBoundary"): lambda stateful: error_boundary()},
    stylesheets=STYLESHEETS,
    head_components=document_head(),
    html_lang="en",
)
entering = SessionState.load_entrance
app.add_page(home_page, "/", title=texts.PRODUCT, on_load=entering)
app.add_page(sign_in_page, "/login", title=texts.PRODUCT, on_load=entering)
app.add_page(sign_up_page, "/register", title=texts.PRODUCT, on_load=entering)
app.add_page(chat_page, "/chat", title=texts.PRODUCT, on_load=SessionState.load_chat)
api = make_api(hub)
app.go_live([LiveState, HistoryState, SessionState], door=beside(api))
