"""A mail server that takes calls and never answers holds nobody; what it missed it gets later.

From outside: the server as production starts it, with one worker and one thread, so that one
request that waits for mail would hold them all.
"""

import re
import subprocess
import sys
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from tests.accounts.mail_servers import silent_mail_server
from tests.delivery.servers import granian
from tests.delivery.small_site import ROOT, small_site

PREPARE = """
import django
django.setup()
from django.test import Client
from articles.models import Article
from tests.editorial.moments import draft_of
from tests.factories import make_contributor, make_user
from tests.editorial.at_desk import url
publisher = make_user("petra", groups=["Publisher"], email="petra@example.org")
reviewer = make_user("ada", groups=["Medical reviewer"], email="ada@example.org")
make_contributor(title="Dr Ada", user=reviewer)
article = Article.objects.first()
draft_of(article, publisher, title="A draft")
browser = Client()
browser.force_login(publisher)
print(browser.cookies["sessionid"].value, article.pk, reviewer.pk)
"""
COUNT = """
import django
django.setup()
from accounts.models import OutgoingMail
print(OutgoingMail.objects.count())
"""
PATIENCE = 60  # seconds; a request that waited for mail would take an hour


def python(variables, program):
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=variables, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


class Browser:
    def __init__(self, port, session=""):
        self.site, self.session = f"http://127.0.0.1:{port}", session

    def open(self, path, data=None, token=""):
        body = urlencode(data).encode() if data else None
        cookies = f"sessionid={self.session}; csrftoken={token}"
        request = Request(self.site + path, body, {"Cookie": cookies, "Origin": self.site})
        with urlopen(request, timeout=PATIENCE) as answer:
            return answer.read().decode()

    def send(self, path, **data):
        """Fill in the form of a page; the page to which the answer leads."""
        form = self.open(path)
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form)[1]
        return self.open(path, {"csrfmiddlewaretoken": token, **data}, token)


def test_no_request_waits_for_a_silent_mail_server(tmp_path):
    with silent_mail_server() as mail_server, small_site(tmp_path) as variables:
        variables |= {
            "DJANGO_SETTINGS_MODULE": "tests.accounts.patient_settings",
            "MSC_EMAIL_URL": f"smtp://127.0.0.1:{mail_server.port}",
        }
        session, article, reviewer = python(variables, PREPARE)
        with granian(variables, workers=1) as port:
            desk, visitor = Browser(port, session), Browser(port)
            said = visitor.send("/admin/password/forgotten/", email="petra@example.org")
            assert "petra@example.org" not in said and "password" in said
            assert mail_server.called.wait(PATIENCE)  # from here on somebody waits for it
            step = f"/admin/articles/article/{article}/step/submit/"
            submitted = desk.send(step, note="Please look.", reviewer=reviewer)
            assert "A draft" in submitted and "waiting for review" in submitted.lower()
            invited = desk.send(f"/admin/accounts/user/{reviewer}/password/", mail="1")
            assert 'value="ada@example.org"' in invited  # the page of the account
            feedback = visitor.open(
                "/feedback/", {"kind": "error", "page": "/articles/entry-0/", "what": "A typo."}
            )
            assert "Thank you" in feedback
            assert "Mails that could not be sent" in desk.open("/admin/")
            assert mail_server.mails.empty() and not mail_server.left.is_set()

            mail_server.speaks.set()
            mails = [mail_server.mails.get(timeout=PATIENCE) for _mail in range(3)]
        assert [to for to, _text in mails] == [
            "petra@example.org", "ada@example.org", "ada@example.org",
        ]  # fmt: skip
        assert "/admin/password/" in mails[0][1] and "Please review" in mails[1][1]
        assert python(variables, COUNT) == ["0"]  # the process has ended and forgotten the keys
