"""One-line forwards from saved rows to the shell modules. No logic here."""

from django.contrib.auth.signals import user_logged_out
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.http import HttpRequest

from amnesty.accounts.models import User
from cases import assessing, interrupting, reevaluating, referencing
from cases.models import Case, Custody, Defendant, Offense, Provision, RuleSet, Sentence


@receiver(post_save, sender=Case, dispatch_uid="assess the saved case")
def assess_the_saved_case(instance: Case, raw: bool = False, **kwargs: object) -> None:
    if not raw:
        assessed = assessing.assess_case(instance.pk)
        instance.remember(assessed.assessment_id, assessed.facts_version)


@receiver([post_save, post_delete], sender=Offense, dispatch_uid="an offense changed")
@receiver([post_save, post_delete], sender=Sentence, dispatch_uid="a sentence changed")
def a_part_changed(instance: Offense | Sentence, **kwargs: object) -> None:
    assessing.facts_changed(instance.case_id)


@receiver([post_save, post_delete], sender=Custody, dispatch_uid="custody changed")
def custody_changed(instance: Custody, **kwargs: object) -> None:
    assessing.facts_changed(instance.sentence.case_id)


@receiver(post_save, sender=Defendant, dispatch_uid="assess the cases of the person")
def assess_the_persons_cases(
    instance: Defendant, created: bool = False, raw: bool = False, **kwargs: object
) -> None:
    if not (created or raw):
        assessing.assess_cases_of(instance.pk)


@receiver([post_save, post_delete], sender=Provision, dispatch_uid="the table changed")
def the_table_changed(raw: bool = False, **kwargs: object) -> None:
    if not raw:
        referencing.take_state()
        reevaluating.request_run_if_stale()


@receiver([post_save, post_delete], sender=RuleSet, dispatch_uid="the rules changed")
def the_rules_changed(raw: bool = False, **kwargs: object) -> None:
    if not raw:
        reevaluating.request_run_if_stale()


@receiver(user_logged_out, dispatch_uid="a session ended over a half-typed page")
def a_session_ended(request: HttpRequest, user: User | None, **kwargs: object) -> None:
    interrupting.keep_what_was_typed(request, user)
