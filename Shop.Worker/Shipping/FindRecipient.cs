using Microsoft.Extensions.Options;
using Shop.Accounts;
using Shop.Notifications;
using Shop.Orders;
using Shop.Shipping;

namespace Shop.Worker.Shipping;

/// <summary>Whom the parcel of an order is for. Carriers take none without a phone: where the account has no number that can be called, they call the shop.</summary>
sealed class FindRecipient(AccountStore accounts, IOptions<ShippingOptions> options)
{
    public async Task<Recipient> OfAsync(Order order, CancellationToken ct)
    {
        var account = await accounts.FindAsync(order.UserId, ct);
        var phone = SmsMessage.Number(account?.Phone ?? "") is { } number ? $"+{number}" : options.Value.ContactPhone;
        return order.ShipTo is not { } address
            ? new(order.Number, phone, "самовывоз")
            : new($"{address.FirstName} {address.LastName}".Trim(), phone, $"{address.PostalCode}, {address.City}, {address.Street}");
    }
}
