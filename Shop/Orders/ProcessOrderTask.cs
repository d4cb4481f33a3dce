namespace Shop.Orders;

/// <summary>The task that moves an order from placed to processing: the API queues it and a worker runs it.</summary>
public static class ProcessOrderTask
{
    public const string Kind = "order.process";

    public static string SubjectOf(Guid order) => $"\"{order}\"";

    public static Guid OrderOf(string subject) => Guid.Parse(subject.AsSpan().Trim('"'));
}
