using Shop.Accounts;
using Shop.Database;
using Shop.Messaging;

namespace Shop.Pilot.Errors;

/// <summary>Makes one change of the fields that differ. Texts are named in the history without their content.</summary>
static class ReportEdit
{
    public static ReportChange? Of(ErrorReport report, ErrorReportChange edit, Account? assignee, ReportActor actor)
    {
        edit = edit.Scrubbed();
        var fields = new List<string>();
        var data = new Dictionary<string, string?>();
        var set = Sql.Of($"");
        Text("title", report.Title, edit.Title, Sql.Of($"title = {edit.Title}"));
        Text("description", report.Description, edit.Description, Sql.Of($"description = {edit.Description}"));
        Text(
            "steps_to_reproduce", report.StepsToReproduce, edit.StepsToReproduce,
            Sql.Of($"steps_to_reproduce = nullif({edit.StepsToReproduce}, '')"));
        Text(
            "expected_behavior", report.ExpectedBehavior, edit.ExpectedBehavior,
            Sql.Of($"expected_behavior = nullif({edit.ExpectedBehavior}, '')"));
        Text(
            "actual_behavior", report.ActualBehavior, edit.ActualBehavior,
            Sql.Of($"actual_behavior = nullif({edit.ActualBehavior}, '')"));
        Text("url", report.Url, edit.Url, Sql.Of($"url = nullif({edit.Url}, '')"));
        Name("category", report.Category.Spelling(), edit.Category, Sql.Of($"category = {edit.Category}"));
        Name("severity", report.Severity.Spelling(), edit.Severity, Sql.Of($"severity = {edit.Severity}"));
        Name("module", report.Module, edit.Module, Sql.Of($"module = nullif({edit.Module}, '')"));

        var status = EnumNames.Find<ErrorStatus>(edit.Status) ?? report.Status;
        var change = (status == report.Status, status.IsClosed()) switch
        {
            (true, _) => new("edited", Sql.Of($"status = status")),
            (_, true) => Triage.Close(report.Id, status, edit.SolutionDetails, inNextRelease: false, actor),
            _ => Triage.Move(report, status)
        };
        // Closing the report has set the solution already.
        if (status == report.Status || !status.IsClosed())
        {
            Text(
                "solution_details", report.SolutionDetails, edit.SolutionDetails,
                Sql.Of($"solution_details = nullif({edit.SolutionDetails}, '')"));
        }
        var messages = change.Messages.ToList();
        if (assignee is not null && assignee.Id != report.AssignedTo)
        {
            Name("assigned_to", $"{report.AssignedTo}", $"{assignee.Id}", Sql.Of($"assigned_to = {assignee.Id}"));
            messages.Add(
                Outbox.Insert(new ErrorAssigned(report.Id, assignee.Id, null), Sql.Of($"changed")));
        }
        if (status == report.Status && fields.Count == 0 && data.Count == 0)
            return null;
        if (fields.Count > 0)
            data["fields"] = string.Join(", ", fields);
        foreach (var (name, value) in change.Data)
            data[name] = value;
        return change with { Set = Sql.Of($"{set}{change.Set}"), Data = data, Messages = [.. messages] };

        void Text(string name, string? old, string? value, Sql assignment)
        {
            if (value is null || value == (old ?? ""))
                return;
            fields.Add(name);
            set.AppendFormatted(Sql.Of($"{assignment}, "));
        }

        void Name(string name, string? old, string? value, Sql assignment)
        {
            if (value is null || value == (old ?? ""))
                return;
            data[name] = value;
            set.AppendFormatted(Sql.Of($"{assignment}, "));
        }
    }
}
