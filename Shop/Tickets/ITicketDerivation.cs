using System.Text.Json.Serialization;
using Npgsql;

namespace Shop.Tickets;

/// <summary>What follows an import: facts, marts and checks.</summary>
public interface ITicketDerivation
{
    /// <summary>
    /// Derives facts from the changed items of staging, and marts from facts. The marts stay as they are when a check
    /// fails. The caller holds <see cref="TicketLock"/> on this connection, without a transaction.
    /// </summary>
    Task<DerivationResult> RunAsync(NpgsqlConnection connection, Guid runId, CancellationToken ct);

    Task<IReadOnlyList<TicketCheckResult>> CheckAsync(NpgsqlConnection connection, CancellationToken ct);
}

public sealed record DerivationResult(long FactRows, bool MartsReplaced, IReadOnlyList<TicketCheckResult> Checks);

public sealed record TicketCheckResult(string Name, TicketCheckSeverity Severity, bool Passed, string Detail);

[JsonConverter(typeof(EnumNameConverter<TicketCheckSeverity>))]
public enum TicketCheckSeverity
{
    Warning,
    Error
}
