using Microsoft.Extensions.Options;
using Shop.Accounts;
using Shop.Notifications;
using Shop.Orders;
using Shop.Shipping;

namespace Shop.Worker.Shipping;

/// <summary>
/// The recipient of an order's parcel. Carriers require a phone number: for an account without a valid one it is the
/// shop's.
/// </summary>
sealed class FindRecipient(AccountStore accounts, IOptions<ShippingOptions> options)
{
    public async Task<Recipient> OfAsync(Order order, CancellationToken ct) =>
        Of(order, await accounts.FindAsync(order.UserId, ct));

    public Recipient Of(Order order, Account? account)
    {
        var phone = SmsMessage.Number(account?.Phone ?? "") is { } number ? $"+{number}" : options.Value.ContactPhone;
        var address = order.GetShipTo();
        return new($"{address.FirstName} {address.LastName}".Trim(), phone, PostalAddress.LineOf(address));
    }
}
