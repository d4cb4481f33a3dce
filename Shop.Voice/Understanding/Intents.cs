namespace Shop.Voice.Understanding;

/// <summary>Finds the intent of an utterance by the first rule that fits. Particular rules come first.</summary>
static class Intents
{
    public static Intent Of(Heard heard, Expected expected)
    {
        var isShort = heard.Words.Count <= 5;
        var hasNumbers = heard.Numbers.Count > 0;
        if (heard.Has("operator"))
            return Intent.Operator;
        if (Languages.Asked(heard.Words) is not null && !heard.Has("tyres"))
            return Intent.Language;
        var isFitting = heard.Has("fitting");
        var isBooking = heard.Has("booking");
        if (heard.Has("cancel") && (isFitting || isBooking))
            return Intent.CancelFitting;
        if (heard.Has("move") && (isFitting || isBooking || heard.Has("move_me")) && !heard.Has("question_only"))
            return Intent.MoveFitting;
        if (heard.Has("mistake") && heard.Words.Count <= 4)
            return Intent.No;
        if (heard.Has("help") && !hasNumbers && !isFitting && heard.Words.Count <= 8)
            return Intent.Help;
        var isQuestion = heard.Has("question");
        if ((isFitting || isBooking
            || heard.Has("book")) && !isQuestion && !StartsWith(heard, "yes") && !IsOrderStatus(heard))
            return Intent.BookFitting;
        if (isFitting && isQuestion && heard.Has("please_book"))
            return Intent.BookFitting;
        if (heard.Has("repeat") && !hasNumbers && heard.Words.Count <= 9)
            return Intent.Repeat;
        if (IsOrderStatus(heard))
            return Intent.OrderStatus;
        if (isQuestion && !heard.Has("buy_this"))
            return Intent.Question;
        if (isShort && heard.Has("goodbye") && !hasNumbers)
            return Intent.Goodbye;
        if (StartsWith(heard, "no") && !hasNumbers && heard.Words.Count <= 7 && !heard.Has("tyres"))
            return Intent.No;
        if (StartsWith(heard, "yes") && !hasNumbers && heard.Words.Count <= 5 && !heard.Has("tyres")
            && !(heard.Has("buy") && expected != Expected.Confirmation))
            return Intent.Yes;
        if (heard.Has("no") && isShort && !hasNumbers && !heard.Has("tyres") && !heard.Has("find"))
            return Intent.No;
        if (heard.Has("goodbye") && !hasNumbers && heard.Words.Count <= 8)
            return Intent.Goodbye;
        if (heard.Has("buy") && !Tyres.IsSpecific(heard))
            return heard.Has("buy_goods") && !heard.Has("tyres") && Goods.AreNamed(heard)
                ? Intent.Search
                : Intent.Order;
        if (Tyres.IsMentioned(heard))
            return expected == Expected.Size && !heard.Has("tyres") ? Intent.Inform : Intent.Search;
        if (expected != Expected.Anything)
            return Intent.Inform;
        if (heard.Has("find"))
            return Intent.Search;
        return isShort && heard.Has("yes") ? Intent.Yes : Intent.Unknown;
    }

    /// <summary>The same, once the entities are known.</summary>
    public static Intent Refine(
        Intent intent, Dictionary<string, string> entities, Heard heard, Expected expected)
    {
        // A whole size, or a size with a wish, is a search whatever was asked.
        if (intent == Intent.Inform && entities.ContainsKey(Entity.Size))
            return Intent.Search;
        if (intent is Intent.Inform or Intent.Unknown or Intent.Search && entities.Count == 1
            && entities.ContainsKey(Entity.Choice))
            return Intent.Choose;
        if (intent == Intent.Inform && entities.Count == 0)
            return expected is Expected.Confirmation && heard.Has("yes") ? Intent.Yes : Intent.Unknown;
        if (intent != Intent.Unknown)
            return intent;
        if (entities.ContainsKey(Entity.Size) || entities.ContainsKey(Entity.Brand)
            || entities.ContainsKey(Entity.Season))
            return Intent.Search;
        return entities.Count > 0 ? Intent.Inform : Intent.Unknown;
    }

    static bool IsOrderStatus(Heard heard) =>
        heard.Has("order_thing") && !heard.Has("order_wish") && (heard.Has("status") || HasOrderNumber(heard))
        || heard.Has("order_waiting");

    static bool HasOrderNumber(Heard heard) =>
        heard.Numbers.Exists(number => number.Value >= 100_000 || number.Digits.Length is 6 or 7)
        || heard.Numbers.Count >= 2 && heard.Has("order_number");

    static bool StartsWith(Heard heard, string section)
    {
        var start = heard.At(0) is "ну" or "ой" or "well" or "oh" or "э" or "um" or "а" ? 1 : 0;
        return heard.IsAt(section, start);
    }
}
