"""Texts of the pages to sign in and up, and of an address where nothing is."""

from chat_app.settings import get_settings
from chat_app.ui.texts.bilingual import text

TAGLINE = text("Talk with your team, as it happens.", "Habla con tu equipo, en el momento.")
NOT_FOUND_TITLE = text("Nothing here", "Aquí no hay nada")
NOT_FOUND = text(
    "There is no page at this address. A word in it may be wrong, or the page has gone.",
    "No hay ninguna página en esta dirección. Quizá tenga un error o la página ya no exista.",
)
TO_THE_CHAT = text("Go to the chat", "Ir al chat")
SIGN_IN = text("Sign in", "Entrar")
SIGNING_IN = text("Signing in…", "Entrando…")
SIGN_IN_TITLE = text("Welcome back", "Hola de nuevo")
WAS_SIGNED_OUT = text(
    "You were signed out. Sign in to go on where you were.",
    "Se cerró tu sesión. Entra para seguir donde estabas.",
)
SIGN_UP_TITLE = text("Create your account", "Crea tu cuenta")
CREATE_ACCOUNT = text("Create account", "Crear cuenta")
CREATING_ACCOUNT = text("Creating account…", "Creando la cuenta…")
FIRST_SIGN_IN_TITLE = text("Nobody is here yet", "Aún no hay nadie")
FIRST_SIGN_UP_TITLE = text("Create the first account", "Crea la primera cuenta")
FIRST_ACCOUNT = text(
    "This server is new. The first account administers this installation.",
    "Este servidor es nuevo. La primera cuenta administra esta instalación.",
)
NO_ACCOUNT_YET = text("New here?", "¿Es tu primera vez?")
GO_TO_SIGN_UP = text("Create an account", "Crea una cuenta")
HAVE_AN_ACCOUNT = text("Already have an account?", "¿Ya tienes una cuenta?")
GO_TO_SIGN_IN = text("Sign in", "Entrar")
USERNAME = text("Username", "Nombre de usuario")
USERNAME_HINT = text(
    "{shortest} to {longest} letters, digits, or _ . -",
    "De {shortest} a {longest} letras sin acentos, cifras o _ . -",
    shortest=get_settings().username_min,
    longest=get_settings().username_max,
)
PASSWORD = text("Password", "Contraseña")
PASSWORD_HINT = text(
    "At least {shortest} characters.",
    "Al menos {shortest} caracteres.",
    shortest=get_settings().password_min,
)
