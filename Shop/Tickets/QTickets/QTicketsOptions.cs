using System.ComponentModel.DataAnnotations;

namespace Shop.Tickets.QTickets;

public sealed class QTicketsOptions : IProviderOptions
{
    public static string Section => "Tickets:QTickets";

    [Required]
    public Uri BaseAddress { get; set; } = new("https://qtickets.ru");

    public string Token { get; set; } = "";

    /// <summary>The secret that signs webhooks. Without it the shop has no route for them.</summary>
    public string WebhookSecret { get; set; } = "";

    IEnumerable<(string, string?)> IProviderOptions.Keys => [(nameof(Token), Token)];
}
