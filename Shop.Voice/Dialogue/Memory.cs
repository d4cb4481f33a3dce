using Shop.Catalog;
using Shop.Fitting;

namespace Shop.Voice.Dialogue;

enum Topic
{
    None,
    Search,
    Order,
    OrderStatus,
    Book,
    Move,
    Cancel
}

/// <summary>What a conversation knows so far.</summary>
sealed class Memory
{
    public Topic Topic { get; set; }

    /// <summary>A question was read back, and yes or no is awaited.</summary>
    public bool IsConfirming { get; set; }

    public bool OffersOperator { get; set; }

    public Dictionary<string, string> Wish { get; } = [];

    public List<Product> Offers { get; } = [];

    public Product? Chosen { get; set; }

    public int? Quantity { get; set; }

    /// <summary>Where a link is sent and whose bookings are meant: the caller's number, or one that was said.</summary>
    public string? Phone { get; set; }

    public string? OrderNumber { get; set; }

    /// <summary>The phone that was said as proof that an order is the caller's.</summary>
    public string? AccountPhone { get; set; }

    public int WrongChecks { get; set; }

    public Station? Station { get; set; }

    public DateOnly? Date { get; set; }

    public TimeOnly? Time { get; set; }

    public string? Part { get; set; }

    public List<FreeSlot> Free { get; } = [];

    public Booking? Booking { get; set; }

    /// <summary>The id of what is being made: a repeated confirmation makes it once.</summary>
    public Guid Making { get; set; } = Guid.CreateVersion7();

    /// <summary>Begins another topic. What was offered and the phone stay.</summary>
    public void Begin(Topic topic)
    {
        if (Topic == topic && !IsConfirming)
            return;
        Topic = topic;
        IsConfirming = false;
        OffersOperator = false;
        Making = Guid.CreateVersion7();
        if (topic is Topic.Book or Topic.Move or Topic.Cancel)
        {
            (Station, Date, Time, Part, Booking) = (null, null, null, null, null);
            Free.Clear();
        }
        if (topic == Topic.OrderStatus)
            OrderNumber = null;
    }
}
