using System.Text.Json;
using Shop.Accounts;
using Shop.Audit;
using Shop.Database;

namespace Shop.Pilot.Errors;

/// <summary>Who changes a report: an account, whose acts are audited, or a service by its name.</summary>
public sealed record ReportActor(Guid? Id, string? Address, string? Service = null)
{
    public static readonly ReportActor GitHub = new(null, null, nameof(GitHub));

    /// <summary>The columns actor_id and actor.</summary>
    internal Sql Columns => Sql.Of(
        $"{Id}::uuid, coalesce({Service}::text, (select u.email from {AccountSql.Table} u where u.id = {Id}::uuid))");

    /// <summary>
    /// CTEs that write the history of each report in <paramref name="happened"/> and one entry of the audit trail.
    /// </summary>
    internal Sql Note(Guid report, string action, Dictionary<string, string?> data, Sql happened)
    {
        var detail = JsonSerializer.Serialize(data, ErrorsJson.Default.DictionaryStringString);
        return Sql.Of(
            $"""
            , noted as (
                insert into pilot.report_history (report_id, actor_id, actor, action, data)
                select {report}, {Columns}, {action}, {detail}::jsonb from {happened}){Audit(report, action, detail, happened)}
            """);
    }

    internal Sql Audit(Guid report, string action, string detail, Sql happened) => NewAuditEntry.With(
        Id is { } account ? new(account, Address, $"report.{action}", $"{report}", detail) : null, happened);
}
