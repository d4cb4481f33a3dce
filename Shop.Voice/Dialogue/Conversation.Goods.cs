using Shop.Calls;
using Shop.Catalog;
using Shop.Orders;
using Shop.Voice.Understanding;

namespace Shop.Voice.Dialogue;

// Searching, choosing and ordering goods.
sealed partial class Conversation
{
    const int MostPieces = 40;

    async ValueTask SearchAsync(IReadOnlyDictionary<string, string> entities, Turn turn, CancellationToken ct)
    {
        _memory.Begin(Topic.Search);
        // Another kind of goods, or another size, is another search; a season or a price narrows the last one.
        if (entities.ContainsKey(Entity.Goods) || entities.ContainsKey(Entity.Size) || entities.Count == 0)
            _memory.Wish.Clear();
        foreach (var (name, value) in entities)
            _memory.Wish[name] = value;
        if (entities.ContainsKey(Entity.Width) || entities.ContainsKey(Entity.Profile)
            || entities.ContainsKey(Entity.Rim))
            CompleteSize();
        var wish = _memory.Wish;
        if (!wish.ContainsKey(Entity.Goods) && !wish.Keys.Any(IsAboutTyres))
        {
            turn.Ask(Question.Size, turn.Texts.WhichTyres);
            return;
        }
        await OfferAsync(turn, ct);
    }

    async ValueTask OfferAsync(Turn turn, CancellationToken ct)
    {
        var wish = _memory.Wish;
        _memory.Quantity = Integer(wish, Entity.Quantity);
        var found = wish.TryGetValue(Entity.Goods, out var goods)
            ? await FindGoodsAsync(goods, turn, ct)
            : await tools.TyresAsync(turn, Wishes.Of(wish), options.Offers, ct);
        var described = turn.Texts.Describe(wish);
        _memory.Offers.Clear();
        _memory.Chosen = null;
        if (found.Count == 0)
        {
            turn.Ask(Question.Size, turn.Texts.NothingFound(described));
            return;
        }
        _memory.Offers.AddRange(found);
        turn.Say(turn.Texts.Found(found.Count, described));
        for (var i = 0; i < found.Count; i++)
            turn.Say(turn.Texts.Offer(i + 1, found[i].Name, found[i].Price));
        turn.Ask(Question.Offers(found.Count), found.Count == 1 ? turn.Texts.OneOffer : turn.Texts.WhichOffer);
    }

    Task<List<Product>> FindGoodsAsync(string goods, Turn turn, CancellationToken ct) => tools.GoodsAsync(
        turn,
        new ProductSearch
        {
            Search = GoodsNames.InRussian(goods),
            MinPrice = Amount(_memory.Wish, Entity.MinPrice),
            MaxPrice = Amount(_memory.Wish, Entity.MaxPrice),
            InStock = true,
            Order = _memory.Wish.ContainsKey(Entity.Sort) ? ProductOrder.Price : ProductOrder.Newest,
            Limit = options.Offers
        },
        ct);

    // "Двести пять", "пятьдесят пять", "шестнадцать" in three turns, or a correction of one of them.
    void CompleteSize()
    {
        var wish = _memory.Wish;
        var parts = wish.TryGetValue(Entity.Size, out var size) ? size.Split('/', ' ') : ["", "", ""];
        var width = wish.GetValueOrDefault(Entity.Width, parts[0]);
        var profile = wish.GetValueOrDefault(Entity.Profile, parts[1]);
        var rim = wish.GetValueOrDefault(Entity.Rim, parts[2].TrimStart('R'));
        if (width == "" || profile == "" || rim == "")
            return;
        wish[Entity.Size] = $"{width}/{profile} R{rim}";
        wish.Remove(Entity.Width);
        wish.Remove(Entity.Profile);
        wish.Remove(Entity.Rim);
    }

    static bool IsAboutTyres(string entity) => entity is Entity.Size or Entity.Rim or Entity.Season or Entity.Brand
        or Entity.Studs or Entity.MaxPrice or Entity.MinPrice or Entity.Sort;

    async ValueTask ChooseAsync(IReadOnlyDictionary<string, string> entities, Turn turn, CancellationToken ct)
    {
        var choice = entities.GetValueOrDefault(Entity.Choice);
        var index = choice switch
        {
            "last" => _memory.Offers.Count - 1,
            null => _memory.Offers.Count == 1 ? 0 : _memory.Chosen is { } chosen ? _memory.Offers.IndexOf(chosen) : -1,
            _ => (Integer(entities, Entity.Choice) ?? 0) - 1
        };
        if (Integer(entities, Entity.Quantity) is { } quantity)
            _memory.Quantity = quantity;
        if (index < 0 || index >= _memory.Offers.Count)
        {
            if (choice is not null)
                turn.Say(turn.Texts.NoSuchOffer);
            turn.Ask(Question.Offers(_memory.Offers.Count), turn.Texts.WhichOffer);
            return;
        }
        if (!options.TakesOrders)
        {
            _memory.Chosen = _memory.Offers[index];
            turn.Say(turn.Texts.Transfer);
            turn.End(NextStep.Transfer, CallOutcome.OperatorAsked);
            return;
        }
        _memory.Begin(Topic.Order);
        _memory.Chosen = _memory.Offers[index];
        await OrderAsync(entities, turn, ct);
    }

    async ValueTask OrderAsync(IReadOnlyDictionary<string, string> entities, Turn turn, CancellationToken ct)
    {
        if (entities.ContainsKey(Entity.Size) || entities.ContainsKey(Entity.Season))
        {
            await SearchAsync(entities, turn, ct);
            return;
        }
        if (Integer(entities, Entity.Quantity) is { } quantity)
            _memory.Quantity = quantity;
        if (entities.TryGetValue(Entity.Phone, out var phone))
            _memory.Phone = phone;
        var chosen = _memory.Chosen!;
        if (_memory.Quantity is not (> 0 and var pieces))
            turn.Ask(Question.Quantity, turn.Texts.HowMany);
        else if (pieces > Math.Min(chosen.Quantity, MostPieces))
            turn.Ask(Question.Quantity, turn.Texts.TooFew(Math.Min(chosen.Quantity, MostPieces)));
        else if (_memory.Phone is not { } known)
            turn.Ask(Question.Phone, turn.Texts.WhichPhone);
        else
            ReadBack(turn, turn.Texts.ConfirmOrder(pieces, chosen.Name, pieces * chosen.Price, known));
    }

    async ValueTask MakeOrderAsync(Turn turn, CancellationToken ct)
    {
        var chosen = _memory.Chosen!;
        var item = new PhoneOrderItem(chosen.Id, chosen.Name, chosen.Price, _memory.Quantity!.Value);
        // The site has no Ukrainian, and the message leads there.
        var language = _language == SpokenLanguage.English ? "en" : "ru";
        var isMade = await tools.MakeOrderAsync(turn, _memory.Making, _memory.Phone!, language, item, call.Id, ct);
        _memory.Offers.Clear();
        Done(turn, isMade ? turn.Texts.OrderMade : turn.Texts.TooManyOrders, isMade ? CallOutcome.Ordered : _done);
    }

    /// <summary>
    /// A caller hears of an order if the call comes from the phone of its account, or if that phone and the order's
    /// number are both told. After three wrong answers only a person may tell.
    /// </summary>
    async ValueTask TellOrderAsync(IReadOnlyDictionary<string, string> entities, Turn turn, CancellationToken ct)
    {
        if (entities.TryGetValue(Entity.Order, out var number))
            _memory.OrderNumber = number;
        if (entities.TryGetValue(Entity.Phone, out var said))
            _memory.AccountPhone = said;
        if (_memory.OrderNumber is { } digits)
            await TellOrderAsync(digits, turn, ct);
        else if (call.Caller is { } caller && await tools.OrdersOfAsync(turn, caller, ct) is [var latest, ..])
            Tell(latest, turn);
        else
            turn.Ask(Question.Order, turn.Texts.WhichOrder);
    }

    async ValueTask TellOrderAsync(string digits, Turn turn, CancellationToken ct)
    {
        var order = await tools.OrderAsync(turn, digits, ct);
        if (order is not null && IsPhoneOf(order, call.Caller))
        {
            Tell(order, turn);
            return;
        }
        // Whether such an order exists is told to nobody who cannot name its phone.
        if (_memory.AccountPhone is null)
        {
            turn.Ask(Question.Phone, turn.Texts.OrderNeedsPhone);
            return;
        }
        if (order is not null && IsPhoneOf(order, _memory.AccountPhone))
        {
            Tell(order, turn);
            return;
        }
        (_memory.OrderNumber, _memory.AccountPhone) = (null, null);
        turn.Say(turn.Texts.OrderNotShown);
        if (++_memory.WrongChecks < MostWrongChecks)
        {
            turn.Ask(Question.Order, turn.Texts.WhichOrder);
            return;
        }
        turn.Say(turn.Texts.Transfer);
        turn.End(NextStep.Transfer, CallOutcome.OperatorAsked);
    }

    static bool IsPhoneOf(SpokenOrder order, string? phone) =>
        phone is { Length: >= 9 } && order.PhoneEnd.Length >= 9 && PhoneOrderStore.EndOf(phone) == order.PhoneEnd;

    void Tell(SpokenOrder order, Turn turn)
    {
        var state = turn.Texts.State(order.Status, order.IsPickup, order.PaymentStatus == PaymentStatus.Paid);
        Done(turn, turn.Texts.OrderState(order.Number, state), _done);
    }
}
