"""Addresses of the ground floor."""

from django.urls import path

from amnesty.accounts import views

urlpatterns = [
    path("me/", views.preferences, name="me"),
    path("trail/", views.events, name="trail"),
    path("trail/verify/", views.verify, name="trail-verify"),
]
