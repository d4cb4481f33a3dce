using System.Text.Json.Serialization;

namespace Shop.Tickets.QTickets;

/// <summary>What is imported.</summary>
[JsonConverter(typeof(EnumNameConverter<QTicketsResource>))]
public enum QTicketsResource
{
    Events,
    Shows,
    Orders,
    /// <summary>The seats of a show, added up.</summary>
    Inventory
}
