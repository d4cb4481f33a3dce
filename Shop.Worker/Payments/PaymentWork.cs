using Shop.Messaging;
using Shop.Orders;
using Shop.Payments;
using Shop.Tasks;

namespace Shop.Worker.Payments;

static class PaymentWork
{
    public static void AddPaymentWork(this IServiceCollection services)
    {
        services.AddScoped<ReturnMoney>();
        services.AddMessageHandler<ExecuteRefund, RefundRequested>();
        services.AddMessageHandler<HandOverReceipt, OrderDelivered>();
        services.AddScheduled<SettlePayments>();
        services.AddScheduled<SettleRefunds>();
        services.AddScheduled<CheckReceipts>();
    }
}
