"""Addresses of the ground floor."""

from django.urls import path

from amnesty.accounts import reviewing, views

urlpatterns = [
    path("me/", views.preferences, name="me"),
    path("trail/", views.events, name="trail"),
    path("roles/", views.roles_to_confirm, name="roles-to-confirm"),
    path("roles/<int:pk>/", views.role_confirm, name="role-confirm"),
    path("openings/", reviewing.openings, name="openings"),
    path("openings/<int:pk>/", reviewing.review, name="opening"),
    path("trail/verify/", views.verify, name="trail-verify"),
]
