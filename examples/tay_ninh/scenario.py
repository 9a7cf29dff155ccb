"""Một dự án cổng dịch vụ công: what decides its date, and two what-ifs.

A planner's script: a small plan in Python, its critical path, and the same plan with one statement changed.
All figures are illustrative.
"""

import datetime as dt

import dxplan as dx

START = dt.date(2022, 1, 4)

PORTAL = dx.Plan(
    id="cong-dvc",
    name="Xây dựng Cổng dịch vụ công của tỉnh",
    start=START,
    calendar="hanh-chinh",
    elements=[
        dx.Calendar(id="hanh-chinh", name="Lịch hành chính", country="VN"),
        dx.Task(id="khao-sat", name="Rà soát thủ tục, thiết kế", duration="40 workdays"),
        dx.Task(id="tham-dinh", name="Thẩm định, phê duyệt dự án", duration="30 workdays", after=["khao-sat"]),
        dx.Milestone(id="cap-von", name="Có vốn theo nghị quyết ngân sách", not_before=START),
        dx.Task(
            id="dau-thau",
            name="Đấu thầu",
            duration="60 workdays",
            after=[
                dx.Dependency(predecessor="tham-dinh", why="legal"),
                dx.Dependency(predecessor="cap-von", why="funding"),
            ],
        ),
        dx.Task(id="phat-trien", name="Xây dựng phần mềm", duration="120 workdays", after=["dau-thau"]),
        dx.Task(id="may-chu", name="Thuê máy chủ, cài đặt", duration="2 months", after=["dau-thau"]),
        dx.Task(
            id="so-hoa",
            name="Số hóa dữ liệu ban đầu",
            duration="90 workdays",
            after=[dx.Dependency(predecessor="phat-trien", type="SS", lag="40 workdays")],
        ),
        dx.Task(id="tap-huan", name="Tập huấn cán bộ một cửa", duration="20 workdays", after=["phat-trien"]),
        dx.Task(
            id="van-hanh-thu",
            name="Vận hành thử, kiểm tra an toàn",
            duration="30 workdays",
            after=["phat-trien", "may-chu", "so-hoa"],
        ),
        dx.Milestone(id="khai-truong", name="Khai trương Cổng", after=["van-hanh-thu", "tap-huan"]),
    ],
)


def show(title: str, plan: dx.Plan) -> dt.date:
    """Print the dates of every task and the chain that decides the last one; return that date."""
    cp = dx.critical_path(plan)
    print(f"\n{title}: khai trương ngày {cp.finish:%d/%m/%Y}")
    for dates in sorted(cp.tasks.values(), key=lambda one: (one.early_start, one.early_finish)):
        slack = "găng" if dates.critical else f"dự trữ {dates.total_float} ngày"
        print(f"  {dates.early_start:%d/%m/%Y} – {dates.early_finish:%d/%m/%Y}  {plan[dates.id].name} ({slack})")
    for path in cp.paths(to="khai-truong"):
        print("  Đường găng:", " → ".join(path))
    return cp.finish


def main() -> None:
    """Print the plan as it stands, then each what-if with the change of its finish."""
    base = show("Kế hoạch gốc", PORTAL)

    what_ifs = {
        "Đấu thầu nhanh hơn (60 → 40 ngày làm việc)": PORTAL.evolve("dau-thau", duration="40 workdays"),
        "Vốn về chậm một năm": PORTAL.evolve("cap-von", not_before=START.replace(year=START.year + 1)),
    }
    for title, plan in what_ifs.items():
        finish = show(title, plan)
        change = (finish - base).days
        print(f"  So với kế hoạch gốc: {'chậm' if change > 0 else 'sớm'} {abs(change)} ngày")


if __name__ == "__main__":
    main()
