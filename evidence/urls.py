from django.urls import path

from evidence import feeds, views

app_name = "evidence"
urlpatterns = [
    path("evidence/", views.overview, name="overview"),
    path("evidence/figure.svg", views.figure_svg, name="figure_svg"),
    path("evidence/figure.png", views.figure_png, name="figure_png"),
    path("evidence/feed/", feeds.evidence_changes, name="feed"),
    path("diseases/<slug:slug>/feed/", feeds.disease_changes, name="disease_feed"),
    path("evidence/findings/", views.finding_list, name="findings"),
    path("evidence/findings.csv", views.findings_csv, name="findings_csv"),
    path("evidence/findings.json", views.findings_json, name="findings_json"),
    path("evidence/findings-not-counted.csv", views.uncounted_csv, name="uncounted_csv"),
    path("evidence/findings-not-counted.json", views.uncounted_json, name="uncounted_json"),
    path("evidence/trials.csv", views.trials_csv, name="trials_csv"),
    path("evidence/trials.json", views.trials_json, name="trials_json"),
    path("trials/", views.trial_list, name="trials"),
    path("trials/<slug:slug>/", views.trial_detail, name="trial"),
    path("products/", views.product_list, name="products"),
    path("products/compare/", views.compare, name="compare"),
    path("products/<slug:slug>/", views.product_detail, name="product"),
    path("approvals/", views.approvals, name="approvals"),
    path("regulation/", views.jurisdiction_list, name="jurisdictions"),
    path("regulation/<slug:slug>/", views.jurisdiction_detail, name="jurisdiction"),
    path("cost/", views.cost, name="cost"),
    path("cost/prices.csv", views.prices_csv, name="prices_csv"),
    path("cost/prices.json", views.prices_json, name="prices_json"),
    path("safety/", views.safety, name="safety"),
    path("safety/feed/", feeds.safety_changes, name="safety_feed"),
]
