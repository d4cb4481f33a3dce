namespace Shop.Web.Languages;

/// <summary>The names that the telephone has for what callers want and say, in words for people.</summary>
static class CallWords
{
    static readonly Dictionary<string, (string Russian, string English)> Names = new()
    {
        // What a caller wants.
        ["search"] = ("ищет товар", "looks for goods"),
        ["order_status"] = ("узнаёт о заказе", "asks about an order"),
        ["order"] = ("заказ", "order"),
        ["book_fitting"] = ("записывается на шиномонтаж", "books a fitting"),
        ["move_fitting"] = ("переносит запись", "moves a booking"),
        ["cancel_fitting"] = ("отменяет запись", "cancels a booking"),
        ["question"] = ("спрашивает", "asks a question"),
        ["operator"] = ("просит оператора", "asks for an operator"),
        ["yes"] = ("да", "yes"),
        ["no"] = ("нет", "no"),
        ["repeat"] = ("просит повторить", "asks to repeat"),
        ["goodbye"] = ("прощается", "says goodbye"),
        ["help"] = ("спрашивает, что можно", "asks what is possible"),
        ["choose"] = ("выбирает", "chooses"),
        ["inform"] = ("отвечает", "answers"),
        ["correct"] = ("исправляет", "corrects"),
        ["book"] = ("запись на шиномонтаж", "booking of a fitting"),
        ["move"] = ("перенос записи", "moving a booking"),
        ["cancel"] = ("отмена записи", "cancelling a booking"),
        // What happened instead of words.
        ["greeting"] = ("начало звонка", "the call begins"),
        ["key"] = ("клавиши", "keys"),
        ["silence"] = ("молчание", "silence"),
        ["recognition_failed"] = ("не распознано", "not recognised"),
        // What was said.
        ["topic"] = ("тема", "topic"),
        ["product"] = ("товар", "product"),
        ["goods"] = ("товар", "goods"),
        ["size"] = ("размер", "size"),
        ["width"] = ("ширина", "width"),
        ["profile"] = ("профиль", "profile"),
        ["rim"] = ("диаметр", "rim"),
        ["season"] = ("сезон", "season"),
        ["studs"] = ("шипы", "studs"),
        ["brand"] = ("марка", "brand"),
        ["min_price"] = ("цена от", "price from"),
        ["max_price"] = ("цена до", "price up to"),
        ["sort"] = ("сначала", "first"),
        ["stock"] = ("в наличии", "in stock"),
        ["quantity"] = ("количество", "quantity"),
        ["phone"] = ("телефон", "phone"),
        ["date"] = ("дата", "date"),
        ["time"] = ("время", "time"),
        ["part"] = ("время дня", "time of day"),
        ["station"] = ("станция", "station"),
        ["choice"] = ("вариант", "choice"),
        ["language"] = ("язык", "language"),
        // Values.
        ["winter"] = ("зимние", "winter"),
        ["summer"] = ("летние", "summer"),
        ["all"] = ("всесезонные", "all seasons"),
        ["price"] = ("дешёвые", "cheap"),
        ["morning"] = ("утром", "morning"),
        ["afternoon"] = ("днём", "afternoon"),
        ["evening"] = ("вечером", "evening"),
        ["last"] = ("последний", "last"),
        ["uk"] = ("украинский", "Ukrainian"),
        ["ru"] = ("русский", "Russian"),
        ["en"] = ("английский", "English")
    };

    /// <summary>A word that has no other name, such as a size, stays as it is.</summary>
    public static string Of(string code, string name) =>
        !Names.TryGetValue(name, out var words) ? name : code == "en" ? words.English : words.Russian;
}
