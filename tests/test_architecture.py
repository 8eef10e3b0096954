"""The house: an app uses only apps below it, by import, by foreign key and by template tag."""

import ast
import re
from graphlib import TopologicalSorter
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parent.parent

# From top to bottom; docs/architecture.md says what each is for.
HOUSE = [
    "mscportal",
    "articles",
    "evidence",
    "resources",
    "therapy",
    "diseases",
    "literature",
    "delivery",
    "editorial",
    "accounts",
    "linking",
    "search",
    "content",
]
# Structured data is the third: inside a script HTML's escapes do not hold, so it has its own.
MARK_SAFE_HOMES = {"content/text/richtext.py", "linking/render.py", "content/web/jsonld.py"}


def own_files(pattern="*.py"):
    for app in HOUSE:
        yield from sorted(
            path for path in (ROOT / app).rglob(pattern) if "migrations" not in path.parts
        )


def imported_apps(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno} has a relative import"
            names = [node.module]
        else:
            continue
        for name in names:
            app = name.split(".")[0]
            if app in HOUSE:
                yield node.lineno, app


@pytest.mark.parametrize("app", HOUSE)
def test_app_imports_only_apps_below_it(app):
    above = HOUSE[: HOUSE.index(app)]
    wrong = [
        f"{path.relative_to(ROOT)}:{line} uses {used}"
        for path in sorted((ROOT / app).rglob("*.py"))
        if "migrations" not in path.parts
        for line, used in imported_apps(path)
        if used in above
    ]
    assert not wrong, "\n".join(wrong)


def imported_modules(path, modules):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in modules)
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                yield from [name for name in (inner, node.module) if name in modules][:1]


def test_no_modules_import_each_other_in_a_circle():
    """Not within a function and not for a type either."""
    modules = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
        for path in own_files()
    }
    assert "content.text.richtext" in modules and "content.models" in modules
    graph = {name: set(imported_modules(path, modules)) for name, path in modules.items()}
    assert "content.text.richtext" in graph["content.pictures.images"]
    TopologicalSorter(graph).prepare()  # raises CycleError with the names


@pytest.mark.parametrize("app", HOUSE)
def test_foreign_keys_point_down_the_house(app):
    above = HOUSE[: HOUSE.index(app)]
    wrong = [
        f"{model._meta.label}.{field.name} points at {field.related_model._meta.label}"
        for model in apps.get_app_config(app).get_models()
        for field in model._meta.get_fields(include_parents=False)
        if field.concrete
        and field.is_relation
        and field.related_model
        and field.related_model._meta.app_label in above
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("app", HOUSE)
def test_templates_load_tags_only_from_below(app):
    above = HOUSE[: HOUSE.index(app)]
    libraries = {
        path.stem: other
        for other in HOUSE
        for path in (ROOT / other / "templatetags").glob("*.py")
        if path.stem != "__init__"
    }
    wrong = [
        f"{path.relative_to(ROOT)} loads {name} of {libraries[name]}"
        for path in sorted((ROOT / "templates" / app).rglob("*.html"))
        for names in re.findall(r"{%\s*load\s+([^%]+?)\s*%}", path.read_text(encoding="utf-8"))
        for name in names.split()
        if libraries.get(name) in above
    ]
    assert not wrong, "\n".join(wrong)


def test_every_app_of_the_project_is_in_the_house():
    own = {
        config.name
        for config in apps.get_app_configs()
        if Path(config.path).is_relative_to(ROOT) and ".venv" not in Path(config.path).parts
    }
    assert own == set(HOUSE)


def test_installed_apps_stand_in_the_order_of_the_house():
    installed = [config.name for config in apps.get_app_configs() if config.name in HOUSE]
    assert installed == HOUSE


def test_markup_is_trusted_only_in_its_homes():
    users = {
        str(path.relative_to(ROOT))
        for path in own_files()
        if re.search(r"\bmark_safe\b", path.read_text(encoding="utf-8"))
    }
    assert users <= MARK_SAFE_HOMES


def test_templates_hold_no_inline_script_style_or_trusted_markup():
    wrong = []
    for path in sorted((ROOT / "templates").rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        if re.search(r"\|\s*safe\b|\bsafeseq\b|{%\s*autoescape\s+off", text):
            wrong.append(f"{path}: trusts markup")
        if re.search(r"<script(?![^>]*\ssrc=)|<style\b|\sstyle\s*=|\son[a-z]+\s*=", text):
            wrong.append(f"{path}: inline script or style")
    assert not wrong, "\n".join(wrong)


def test_only_one_helper_writes_a_script_without_a_file():
    """Data for machines; the content security policy lets no browser run it."""
    found = {
        (str(path.relative_to(ROOT)), attributes)
        for path in own_files()
        for attributes in re.findall(r"<script( [^>\n]+)>", path.read_text(encoding="utf-8"))
    }
    assert found == {
        ("content/web/jsonld.py", ' type="application/ld+json"'),
        ("content/templatetags/page.py", ' src="{}" defer'),
    }


# What readers send: the public addresses that take POST, without a cookie and so without a token.
FORMS_FOR_READERS = {
    "editorial/public/feedback/views.py": {"feedback_form"},
    "editorial/public/guest_review/views.py": {"guest_review"},
}
TAKES_FORMS = {"csrf_exempt", "require_http_methods(['GET', 'HEAD', 'POST'])"}


def test_public_views_answer_only_get_and_head():
    """Every function of a views module that takes a request is wrapped by require_safe."""
    wrong = []
    for path in [*own_files("*views.py"), *own_files("views/*.py")]:
        forms = FORMS_FOR_READERS.get(str(path.relative_to(ROOT)), ())
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if not isinstance(node, ast.FunctionDef) or not node.args.args:
                continue
            if node.args.args[0].arg != "request":
                continue
            wrapped = {ast.unparse(decorator) for decorator in node.decorator_list}
            if not (TAKES_FORMS if node.name in forms else {"require_safe"}) <= wrapped:
                wrong.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name}")
    assert not wrong, "\n".join(wrong)


def test_only_the_forms_for_readers_do_without_a_token():
    users = {
        str(path.relative_to(ROOT)): path.read_text(encoding="utf-8").count("@csrf_exempt")
        for path in own_files()
        if re.search(r"\bcsrf_exempt\b", path.read_text(encoding="utf-8"))
    }
    assert users == {path: len(views) for path, views in FORMS_FOR_READERS.items()}


# The one home of work done later, commands that do several things at once, and the bound of a mail.
STARTS_THREADS = {
    "accounts/mail_server.py",
    "content/pool.py",
    "delivery/hosting/bucket.py",
    "resources/outside_links.py",
}


def test_work_done_later_has_one_home():
    users = {
        str(path.relative_to(ROOT))
        for path in own_files()
        if re.search(r"\bThread(PoolExecutor)?\(|\bTimer\(", path.read_text(encoding="utf-8"))
    }
    assert users == STARTS_THREADS


def test_mails_are_written_as_rows():
    senders = {
        str(path.relative_to(ROOT))
        for path in own_files()
        if re.search(r"\bEmail(Multi\w+)?(Message)?\(|send_(mass_)?mail\(", path.read_text("utf-8"))
    }
    assert senders == {"accounts/mails.py"}


def test_tests_mirror_the_apps():
    folders = {path.name for path in (ROOT / "tests").iterdir() if (path / "__init__.py").exists()}
    assert folders == set(HOUSE)
