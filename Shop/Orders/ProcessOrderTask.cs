namespace Shop.Orders;

/// <summary>The task that takes an order from placed to processing: what the API asks for and a worker does.</summary>
public static class ProcessOrderTask
{
    public const string Kind = "order.process";

    public static string SubjectOf(Guid order) => $"\"{order}\"";

    public static Guid OrderOf(string subject) => Guid.Parse(subject.AsSpan().Trim('"'));
}
