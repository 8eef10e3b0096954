import json
import pytest
from tests.content.test_editor_browser import *
from content.models import Image as ImageRow
from axe_playwright_python.sync_playwright import Axe
pytestmark=[pytest.mark.browser, pytest.mark.django_db(transaction=True)]
from tests.content.picture_files import encoded, upload, picture
BODY='<h2>Heading</h2><p>One <strong>two</strong> <abbr title="Mesenchymal">MSC</abbr> <span data-nolink="">graft</span> <a href="https://example.org/">link</a> [@zhao2022].</p><ul><li>a</li><li>c</li></ul><figure class="table"><table><thead><tr><th scope="col">A</th><th scope="col">B</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table><figcaption>Cap</figcaption></figure><blockquote><p>quote</p></blockquote>'
@pytest.mark.parametrize("theme", ["light","dark"])
def test_look(desk, theme):
    ims=[]
    from PIL import Image as P
    for t in ["Round cells in a dish","Bone marrow","Umbilical cord"]:
        img=P.merge("RGB",(P.radial_gradient("L"),P.linear_gradient("L"),P.effect_noise((256,256),80)))
        ims.append(images.store(ImageRow(title=t, alt=t, credit="A. Smith", licence="CC BY 4.0"), checked(upload(encoded(img)))))
    page=desk("")
    page.evaluate("theme => localStorage.setItem('theme', theme)", theme)
    body=BODY+f'<figure class="image"><img src="{ims[0].file.url}" alt="x" width="256" height="256"><figcaption>Hello</figcaption></figure>'
    page, e = open_article(desk, make_article(body))
    e.locator("figure.image").click()
    page.wait_for_timeout(300)
    page.screenshot(path=f"/tmp/richtext/{theme}-edit.png")
    e.locator("p").first.click(); page.locator(".ck-heading-dropdown > button").click()
    page.screenshot(path=f"/tmp/richtext/{theme}-drop.png")
    page.keyboard.press("Escape")
    e.locator("a").click(); page.wait_for_timeout(300)
    page.screenshot(path=f"/tmp/richtext/{theme}-link.png")
    r=Axe().run(page, context=[".ck-editor"])
    print([(v["id"],v["impact"],[n["html"][:150] for n in v["nodes"]][:3]) for v in r.response["violations"]])
    e.locator("p").first.click()
    page.get_by_role("button", name="Picture", exact=True).click(); page.faults.clear()
    page.wait_for_timeout(600)
    page.screenshot(path=f"/tmp/richtext/{theme}-dialog.png")
    r=Axe().run(page, context=["dialog"])
    print([(v["id"],v["impact"],[n["html"][:150] for n in v["nodes"]][:3]) for v in r.response["violations"]])
    page.keyboard.press("Escape")
    desk("content/image/"); page.screenshot(path=f"/tmp/richtext/{theme}-list.png")
    desk(f"content/image/{ims[0].pk}/change/"); page.screenshot(path=f"/tmp/richtext/{theme}-image.png")
    desk(f"content/image/add/"); page.screenshot(path=f"/tmp/richtext/{theme}-add.png")
    if theme=="light":
        page.set_viewport_size({"width":375,"height":800})
        page, e = open_article(desk, Article.objects.get())
        page.screenshot(path=f"/tmp/richtext/narrow.png")
del_names=[n for n in list(globals()) if n.startswith("test_") and n!="test_look"]
for n in del_names: del globals()[n]
