using System.Text;
using Shop.Tickets.QTickets;

namespace Shop.Tickets.Import;

/// <summary>
/// The members of an object that staging keeps. Names, addresses, phones and barcodes of buyers are not among them.
/// </summary>
sealed class Members
{
    /// <summary>Everything below is kept.</summary>
    public static readonly Members All = new();

    static readonly Members Basket = new(
        "id", "show_id", "seat_id", "original_price", "discount_value", "price", "quantity", "checked_at", "created_at",
        "updated_at", "deleted_at", "refunded_at", "refunded_amount", "refunded_deduction_amount");

    static readonly Members Order = new(
        "id", "event_id", "payed", "payed_at", "created_at", "updated_at", "deleted_at", "client_id", "site_id",
        "payment_type_id", "promo_code_id", "discount_id", "reserved", "reserved_to", "price", "original_price",
        "currency_id")
    {
        _nested = { ["utm"] = All, ["baskets"] = Basket }
    };

    static readonly Members Event = new(
        "id", "name", "site_id", "city_id", "currency_id", "is_active", "created_at", "updated_at", "deleted_at");

    static readonly Members Show = new(
        "id", "event_id", "start_date", "finish_date", "sale_finish_date", "is_active", "created_at", "updated_at",
        "deleted_at");

    readonly byte[][] _names;
    readonly Dictionary<string, Members> _nested = [];

    Members(params ReadOnlySpan<string> names)
    {
        _names = new byte[names.Length][];
        for (var i = 0; i < names.Length; i++)
            _names[i] = Encoding.UTF8.GetBytes(names[i]);
    }

    public static Members Of(QTicketsResource resource) => resource switch
    {
        QTicketsResource.Orders => Order,
        QTicketsResource.Events => Event,
        QTicketsResource.Shows => Show,
        _ => throw new ArgumentOutOfRangeException(nameof(resource))
    };

    /// <summary>
    /// Null when the member is left out. The search begins after the member that was found last, because objects have
    /// their members in one order.
    /// </summary>
    public Members? Find(ReadOnlySpan<byte> name, ref int after)
    {
        if (_names.Length == 0 && _nested.Count == 0)
            return this;
        for (var i = 0; i < _names.Length; i++)
        {
            var index = after + i < _names.Length ? after + i : after + i - _names.Length;
            if (name.SequenceEqual(_names[index]))
            {
                after = index + 1 == _names.Length ? 0 : index + 1;
                return All;
            }
        }
        return _nested.Count == 0 ? null : _nested.GetValueOrDefault(Encoding.UTF8.GetString(name));
    }
}
