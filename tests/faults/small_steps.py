"""The worker's application with small ranges and chunks, so that a run takes seconds.

    celery -A tests.faults.small_steps worker --beat

With POISON=<case number> in the environment the process dies whenever it evaluates that case.
"""

import os

from amnesty.celery import app

__all__ = ["app"]


@app.on_after_finalize.connect
def take_small_steps(**kwargs: object) -> None:
    from cases import answering, reevaluating, working

    reevaluating.CASES_A_RANGE = 100
    working.CASES_A_CHUNK = 10
    working.PAUSE_SECONDS = 0.03
    app.conf.beat_schedule["take up what a stopped worker left"]["schedule"] = 1.0
    poison = os.environ.get("POISON")
    if poison:
        answering.evaluate = dying_at(int(poison), answering.evaluate)


def dying_at(case_id: int, evaluate):
    def evaluated(dossier: dict, basis: object, evaluated_id: int) -> object:
        if evaluated_id == case_id:
            os._exit(9)
        return evaluate(dossier, basis, evaluated_id)

    return evaluated
