using System.Text.Json.Serialization.Metadata;
using Shop.Messaging;

namespace Shop.Payments;

public sealed record RefundRequested(Guid RefundId) : IMessage<RefundRequested>
{
    public static string Topic => "payments.refund_requested";
    public static JsonTypeInfo<RefundRequested> Json => PaymentsJson.Default.RefundRequested;
}
