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
        "updated_at", "deleted_at", "refunded_at", "refunded_amount", "refunded_deduction_amount")
    {
        HaveIds = true
    };

    static readonly Members Order = new(
        "id", "event_id", "payed", "payed_at", "created_at", "updated_at", "deleted_at", "client_id", "site_id",
        "payment_type_id", "promo_code_id", "discount_id", "reserved", "reserved_to", "price", "original_price",
        "currency_id")
    {
        _nested = { ["utm"] = (All, MemberKind.Text), ["baskets"] = (Basket, MemberKind.List) }
    };

    static readonly Members Event = new(
        "id", "name", "site_id", "city_id", "currency_id", "is_active", "created_at", "updated_at", "deleted_at");

    static readonly Members Show = new(
        "id", "event_id", "start_date", "finish_date", "sale_finish_date", "is_active", "created_at", "updated_at",
        "deleted_at");

    readonly byte[][] _names;
    readonly MemberKind[] _kinds;
    readonly Dictionary<string, (Members Members, MemberKind Kind)> _nested = [];

    Members(params ReadOnlySpan<string> names)
    {
        (_names, _kinds) = (new byte[names.Length][], new MemberKind[names.Length]);
        for (var i = 0; i < names.Length; i++)
            (_names[i], _kinds[i]) = (Encoding.UTF8.GetBytes(names[i]), KindOf(names[i]));
    }

    // Facts make numbers and times of these. The others are kept as they are.
    static MemberKind KindOf(string name) => name switch
    {
        "id" => MemberKind.Id,
        "event_id" or "show_id" => MemberKind.Integer,
        "quantity" => MemberKind.Count,
        "price" or "refunded_amount" or "refunded_deduction_amount" => MemberKind.Sum,
        "payed_at" or "created_at" or "deleted_at" or "refunded_at" or "start_date" => MemberKind.Time,
        _ => MemberKind.Text
    };

    /// <summary>They are members of the objects of a list, each of which has an id.</summary>
    public bool HaveIds { get; private init; }

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
    public Members? Find(ReadOnlySpan<byte> name, ref int after, out MemberKind kind)
    {
        kind = MemberKind.Text;
        if (_names.Length == 0 && _nested.Count == 0)
            return this;
        for (var i = 0; i < _names.Length; i++)
        {
            var index = after + i < _names.Length ? after + i : after + i - _names.Length;
            if (name.SequenceEqual(_names[index]))
            {
                after = index + 1 == _names.Length ? 0 : index + 1;
                kind = _kinds[index];
                return All;
            }
        }
        if (_nested.Count == 0 || !_nested.TryGetValue(Encoding.UTF8.GetString(name), out var nested))
            return null;
        kind = nested.Kind;
        return nested.Members;
    }
}
