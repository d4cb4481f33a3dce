using System.ComponentModel.DataAnnotations;

namespace Shop.Tickets.Checks;

/// <summary>What the checks of ticket sales accept.</summary>
public sealed class TicketCheckOptions
{
    public const string Section = "Tickets:Checks";

    /// <summary>The share of the tickets of the last 14 days that may have no UTM source, from 0 to 1.</summary>
    [Range(0.0, 1.0)]
    public double ShareWithoutUtm { get; set; } = 0.5;

    /// <summary>Fewer tickets in 14 days say nothing about the share without UTM.</summary>
    [Range(1, 1_000_000)]
    public int TicketsForShare { get; set; } = 50;
}
