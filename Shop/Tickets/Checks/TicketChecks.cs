using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Options;
using Npgsql;
using Shop.Database;
using Shop.Tickets.Facts;
using Shop.Tickets.Freshness;

namespace Shop.Tickets.Checks;

/// <summary>
/// A named query (<c>Shop/Tickets/Checks/*.sql</c>) that returns a text for each thing that is wrong. Its first line is
/// the severity: a failed error keeps the marts of the run before, a warning is only told.
/// </summary>
public sealed record TicketCheck(string Name, TicketCheckSeverity Severity, string Query)
{
    const string Folder = "ticket-checks/";
    const string Header = "-- severity: ";

    public static IReadOnlyList<TicketCheck> All { get; } =
    [
        .. from resource in typeof(TicketCheck).Assembly.GetManifestResourceNames()
           where resource.StartsWith(Folder, StringComparison.Ordinal)
           orderby resource
           select Read(resource)
    ];

    static TicketCheck Read(string resource)
    {
        using var reader = new StreamReader(typeof(TicketCheck).Assembly.GetManifestResourceStream(resource)!);
        var query = reader.ReadToEnd();
        var first = query.AsSpan(0, query.IndexOf('\n', StringComparison.Ordinal)).TrimEnd();
        if (!first.StartsWith(Header))
            throw new InvalidOperationException($"The first line of {resource} is no severity.");
        return new(resource[Folder.Length..], EnumNames.Parse<TicketCheckSeverity>($"{first[Header.Length..]}"), query);
    }
}

/// <summary>
/// Runs the checks in the caller's transaction, where the table <c>changed</c> has the objects whose facts are compared
/// with staging one by one. They read their limits with <c>current_setting('tickets.…')</c>.
/// </summary>
public sealed class TicketChecks(IOptions<TicketCheckOptions> options, IOptions<TicketFreshnessOptions> freshness)
{
    const int MostDetails = 5;
    const string BeforeCheck = "before_check";

    internal async Task<IReadOnlyList<TicketCheckResult>> RunAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken ct)
    {
        await SetLimitsAsync(connection, ct);
        var results = new List<TicketCheckResult>();
        foreach (var check in TicketCheck.All)
        {
            var detail = await DetailAsync(connection, transaction, check, ct);
            results.Add(new(check.Name, check.Severity, detail is null, detail ?? ""));
        }
        return results;
    }

    /// <summary>What is wrong, or null.</summary>
    static async Task<string?> DetailAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, TicketCheck check, CancellationToken ct)
    {
        await transaction.SaveAsync(BeforeCheck, ct);
        try
        {
            // Materialized: a plan that is made for the first five rows takes long when there are none.
            var found = await connection.ScalarAsync<string[]>(
                $"""
                with found (text) as materialized ({SqlText.Of(check.Query)})
                select array(select text from found limit {MostDetails})
                """, ct);
            await transaction.ReleaseAsync(BeforeCheck, ct);
            return found!.Length == 0 ? null : string.Join("; ", found);
        }
        catch (PostgresException e)
        {
            // Such as a missing column. The other checks go on.
            await transaction.RollbackAsync(BeforeCheck, ct);
            return $"{e.SqlState}: {e.MessageText}";
        }
    }

    Task<int> SetLimitsAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        var checks = options.Value;
        var limits = JsonSerializer.Serialize(
            freshness.Value.Limits.ToDictionary(limit => limit.Source.Spelling(), limit => limit.Error.TotalSeconds),
            CheckJson.Default.DictionaryStringDouble);
        return connection.ExecuteAsync(
            $"""
            select set_config('tickets.share_without_utm', {checks.ShareWithoutUtm}::text, true),
                set_config('tickets.tickets_for_share', {checks.TicketsForShare}::text, true),
                set_config('tickets.freshness', {limits}, true)
            """, ct);
    }
}

[JsonSerializable(typeof(Dictionary<string, double>))]
sealed partial class CheckJson : JsonSerializerContext;
