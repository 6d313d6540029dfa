"""What an engine may tell of what it has learned."""

from desktop_search.records import (
    AdapterState,
    CurvePoint,
    Label,
    ModelReport,
    ModelUse,
    QuestionChange,
    ToJudge,
    TrainingState,
)
from tests.gui.stand_in import hit

HOME = "/home/ana"
BETTER_FIGURES = {"ndcg@10": 0.66, "mrr@10": 0.7, "hit@1": 0.6, "hit@5": 0.8, "recall@10": 0.9}
FIGURES = {"ndcg@10": 0.58, "mrr@10": 0.6, "hit@1": 0.5, "hit@5": 0.7, "recall@10": 0.8}
CURVE = (CurvePoint(0, 1.5, 1.6), CurvePoint(40, 0.7, None), CurvePoint(80, 0.4, 0.8))
HELPS = AdapterState(True, 34, 0.5, 0.61, 0.66, 0.01, 0.09, 1.0)
LEARNING = TrainingState("training", 80, 200, CURVE, 30.0, 240.0)
USE = ModelUse("MiniLM")
RENT = Label("rent", f"{HOME}/rent.txt", "The rent is due.", True, "window", 300.0)
SOUP = Label("soup", f"{HOME}/<b>soup.txt", "Leek soup.", False, "import", 200.0)
GUESSED = Label("rent", f"{HOME}/letter.txt", "Dear landlord.", True, "opened", 100.0)


def report(*, is_better: bool = True) -> ModelReport:
    """A report of a model that is better, or one of a model that is not."""
    gain = (0.08, 0.02, 0.14) if is_better else (-0.02, -0.08, 0.04)
    return ModelReport(
        model="tuned",
        base="MiniLM",
        loss="multiple-negatives",
        labels=120,
        learned=40,
        held_out=12,
        before=FIGURES,
        after=BETTER_FIGURES if is_better else FIGURES,
        gain=gain[0],
        low=gain[1],
        high=gain[2],
        general_before=0.82,
        general_after=0.81,
        speed=1.0,
        is_better=is_better,
        verdict="It gained <b>8</b> points." if is_better else "It lost 2 points.",
        improved=(QuestionChange("when is the rent due", 0.4, 0.9),),
        worsened=(QuestionChange("leek soup", 0.8, 0.5),),
        curve=CURVE,
        seconds=300.0,
        at=1.0,
    )


def wanted(number: int) -> list[ToJudge]:
    """Results that are to be judged."""
    return [
        ToJudge(f"question {one}", hit(f"{HOME}/{one}.txt", snippet=f"Words {one}."), "Why.") for one in range(number)
    ]
