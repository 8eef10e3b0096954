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
# Rooms inside the big apps, the lowest first; one uses only those named before it. What stands
# beside the rooms of an app comes where `...` stands: above the rooms before, below those after.
ROOMS = {
    "content": ["text", ..., "pictures", "web", "templatetags", "apps"],
    "delivery": [
        "models",
        "content_version",
        ...,
        "page_cache",
        "static_export",
        "hosting",
        "apps",
    ],
    "editorial": [
        "models",
        "versions",
        "workflow",
        "public",
        "desk",
        "admin",
        "templatetags",
        "receivers",
        ...,
    ],
}
# Below the texts, although they stand beside the rooms: they know nothing of content.
GROUND = {
    "content.drafting",
    "content.frames",
    "content.languages",
    "content.partial_dates",
    "content.picture",
    "content.pool",
    "content.signals",
    "content.tasks",
}
# A name of two classes, and why; everything else means one thing.
MEANT_TWICE = {
    "DatabaseWrapper",  # Django looks for it by this name in every engine
}
MOST_MEANT_TWICE = 5
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


def room_of(module):
    """(app, place of the room in its order) of a module of a big app."""
    app, _dot, rest = module.partition(".")
    order, name = ROOMS[app], rest.partition(".")[0]
    if module in GROUND:
        return -1
    return order.index(name if name in order else ...)


def used_modules(path):
    """Of its own app, as dotted names with the name that is taken from them."""
    app = path.relative_to(ROOT).parts[0]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module.split(".")[0] == app:
            for alias in node.names:
                is_app = node.module == app
                yield node.lineno, f"{app}.{alias.name}" if is_app else node.module


@pytest.mark.parametrize("app", ROOMS)
def test_a_room_uses_only_rooms_below_it(app):
    wrong = []
    for path in sorted((ROOT / app).rglob("*.py")):
        if "migrations" in path.parts or "management" in path.parts:
            continue
        own = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for line, used in used_modules(path):
            if room_of(used) > room_of(own):
                wrong.append(f"{path.relative_to(ROOT)}:{line} uses {used}")
    assert not wrong, "\n".join(wrong)


def test_what_visitors_see_of_the_desk_knows_nothing_of_its_lists():
    """Nor the other way round, although `public` comes before `desk` in the order."""
    users = [
        str(path.relative_to(ROOT))
        for path in sorted((ROOT / "editorial" / "desk").rglob("*.py"))
        for _line, used in used_modules(path)
        if used.startswith("editorial.public")
    ]
    assert not users


@pytest.mark.parametrize("app", ROOMS)
def test_each_room_says_what_it_is_for(app):
    for room in ROOMS[app]:
        face = ROOT / app / str(room) / "__init__.py"
        if face.exists() and room not in ("models", "templatetags"):
            assert ast.get_docstring(ast.parse(face.read_text(encoding="utf-8"))), face


def exported(face):
    """What a package says that others may use; nothing where it is imported by its modules."""
    for node in ast.parse(face.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            return {name.value for name in node.value.elts}
    return set()


def test_a_room_with_a_face_is_used_by_it():
    faces = {
        f"{app}.{room}": names
        for app, rooms in ROOMS.items()
        for room in rooms
        if room != "models"
        and (face := ROOT / app / str(room) / "__init__.py").exists()
        and (names := exported(face))
    }
    # `version` needs the models, which need the engines that this face brings.
    behind_faces = {"delivery.content_version.version", "delivery.content_version.build_id"}
    wrong = []
    for path in own_files():
        own = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.ImportFrom) or node.module in behind_faces:
                continue
            room = next((room for room in faces if node.module.startswith(f"{room}.")), None)
            if room and not own.startswith(room):
                wrong.append(f"{path.relative_to(ROOT)}:{node.lineno} uses {node.module}")
    assert len(faces) > 6 and not wrong, "\n".join(wrong)


def constants(path):
    """Strings of a module that are no docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documented = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and ast.get_docstring(node, clean=False) is not None
    }
    for node in ast.walk(tree):
        is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
        if is_text and id(node) not in documented:
            yield node.lineno, node.value


@pytest.mark.parametrize("app", HOUSE)
def test_no_app_knows_an_upper_one_by_a_string(app):
    """By the name of a URL or the label of a model; `content.registry.add_place` leads upward."""
    above = "|".join(HOUSE[: HOUSE.index(app)]) or "-"
    named = re.compile(rf"(?<![\w/.])({above})[:.]\w")
    wrong = [
        f"{path.relative_to(ROOT)}:{line} names {value!r}"
        for path in sorted((ROOT / app).rglob("*.py"))
        if "migrations" not in path.parts
        for line, value in constants(path)
        if named.search(value)
    ]
    in_url = re.compile(rf"{{%\s*url\s+['\"]({above}):")
    wrong += [
        str(path.relative_to(ROOT))
        for path in sorted((ROOT / "templates" / app).rglob("*.html"))
        if in_url.search(path.read_text(encoding="utf-8"))
    ]
    assert not wrong, "\n".join(wrong)


def test_addresses_of_cards_are_known_to_their_home_alone():
    users = {
        str(path.relative_to(ROOT))
        for path in own_files()
        for _line, value in constants(path)
        if value == "/cards/"
    }
    assert users == {"content/web/cards.py"}


def test_a_class_name_means_one_thing():
    homes = {}
    for path in own_files():
        if "management" not in path.parts:
            for node in ast.parse(path.read_text(encoding="utf-8")).body:
                if isinstance(node, ast.ClassDef):
                    homes.setdefault(node.name, []).append(str(path.relative_to(ROOT)))
    twice = {name: where for name, where in homes.items() if len(where) > 1}
    assert set(twice) == MEANT_TWICE, twice
    assert len(MEANT_TWICE) <= MOST_MEANT_TWICE


def test_the_name_of_the_site_is_one_setting():
    """Also in templates; what speaks to operators before settings are read may say it."""
    users = {
        str(path.relative_to(ROOT))
        for path in own_files()
        for _line, value in constants(path)
        if "MSC Portal" in value
    }
    users |= {
        str(path.relative_to(ROOT))
        for path in (ROOT / "templates").rglob("*.html")
        if "MSC Portal" in path.read_text(encoding="utf-8")
    }
    assert users <= {"mscportal/settings.py", "mscportal/wsgi.py"}


# Django's own: where it looks for the site of the admin, and for the messages.
SET_ON_REQUESTS = {"current_app", "_messages"}


def test_nothing_rides_on_the_request_of_the_desk():
    """What a page of the desk has to know is in its `EditingSession`."""
    wrong = []
    for path in sorted((ROOT / "editorial" / "admin").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Attribute)
                and not isinstance(node.ctx, ast.Load)
                and ast.unparse(node.value).rpartition(".")[2] == "request"
                and node.attr not in SET_ON_REQUESTS
            ):
                wrong.append(f"{path.relative_to(ROOT)}:{node.lineno} sets {node.attr}")
    assert not wrong, "\n".join(wrong)


def test_only_the_admin_room_has_modules_of_the_admin():
    names = [path for path in own_files() if path.name.startswith("admin_")]
    assert [str(path.relative_to(ROOT)) for path in names] == ["mscportal/admin_site.py"]


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


# The one home of work done later, commands that do several things at once, the bound of a mail, and
# the walk through all pages, which takes longer than other work may wait.
STARTS_THREADS = {
    "accounts/mail_server.py",
    "content/pool.py",
    "delivery/hosting/bucket.py",
    "delivery/page_cache/walk.py",
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
