"""Forwards: what happens at the door goes into the session and onto the audit trail."""

from allauth.account.signals import authentication_step_completed
from allauth.core import context
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authentication_failed, authenticator_used
from django.contrib.auth.models import Group
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save
from django.dispatch import receiver
from django.http import HttpRequest

from amnesty.accounts import first_password, session_limits, trail
from amnesty.accounts.acting import acting, actor
from amnesty.accounts.locking_out import address_to_count, count_failure
from amnesty.accounts.models import User
from amnesty.accounts.second_factor import PROVEN, has_one


@receiver(user_logged_in)
def signed_in(request: HttpRequest, user: User, **kwargs: object) -> None:
    session_limits.begin(request, user)
    with acting(user):
        trail.record("signed_in", user, address=address_to_count(request))


@receiver(user_logged_out)
def signed_out(request: HttpRequest, user: User | None, **kwargs: object) -> None:
    if user is not None:
        with acting(user):
            trail.record("signed_out", user, because=getattr(request, "ended_because", "asked"))


@receiver(authenticator_used)
def second_factor_used(request: HttpRequest, **kwargs: object) -> None:
    request.session[PROVEN] = True


@receiver(authentication_step_completed)
def confirmed(request: HttpRequest, user: User, **kwargs: object) -> None:
    """Given again inside a session: a new session id, and an event."""
    if kwargs.get("reauthenticated"):
        request.session.cycle_key()
        trail.record("identity_confirmed", user, method=kwargs.get("type") or kwargs["method"])


@receiver(authentication_failed)
def code_refused(request: HttpRequest, user: User, **kwargs: object) -> None:
    count_failure(request, user)


@receiver(post_save, sender=Authenticator)
def second_factor_added(instance: Authenticator, created: bool, **kwargs: object) -> None:
    if not created:
        return
    trail.record("second_factor_added", instance.user, type=instance.type)
    request = context.request
    if request is not None and request.user == instance.user:
        request.session[PROVEN] = True


@receiver(post_delete, sender=Authenticator)
def second_factor_removed(instance: Authenticator, **kwargs: object) -> None:
    trail.record("second_factor_removed", instance.user, type=instance.type)
    request = context.request
    if request is not None and request.user == instance.user and not has_one(instance.user):
        request.session.pop(PROVEN, None)


@receiver(pre_save, sender=User)
def password_given(instance: User, **kwargs: object) -> None:
    """Set by somebody else it holds for one sign-in; see first_password.py."""
    if instance._password is not None:
        first_password.note_who_set_it(instance, actor())


@receiver(post_save, sender=User)
def password_changed(instance: User, created: bool, **kwargs: object) -> None:
    """By its owner, by an administrator or in a shell: `set_password` leaves this mark."""
    if not created and instance._password is not None:
        trail.record("password_changed", instance, for_one_sign_in=instance.must_change_password)


@receiver(m2m_changed, sender=User.groups.through)
def roles_changed(
    instance: User | Group, action: str, pk_set: set[int] | None, reverse: bool, **kwargs: object
) -> None:
    """A role given or taken, on whatever way: admin, confirmation, command or shell."""
    kinds = {"post_add": "role.given", "post_remove": "role.taken", "pre_clear": "role.taken"}
    if (kind := kinds.get(action)) is None:
        return
    if reverse:
        users = instance.user_set.all() if pk_set is None else User.objects.filter(pk__in=pk_set)
        changed = [(user, instance.name) for user in users]
    else:
        groups = instance.groups.all() if pk_set is None else Group.objects.filter(pk__in=pk_set)
        changed = [(instance, name) for name in groups.values_list("name", flat=True)]
    for user, role in changed:
        trail.record(kind, user, role=role)
