using Bookshop.Data;
using Bookshop.Orders;
using Bookshop.Pages;

namespace LabelledErrors.Known;

static class BookshopBugs
{
    static readonly BookStore Books = new();
    static readonly CatalogPage Page = new(Books);
    static readonly Checkout Checkout = new(Books);

    public static readonly IReadOnlyList<Bug> All =
    [
        Bug.Of("find", values => Page.ShowBook(values.Number)),
        Bug.Of("find", values => Page.ShowBook(-values.Number)),
        new("load", values => Page.LoadBookAsync(values.Number)),
        Bug.Of("all", values => Page.CountBooks(values.Number)),
        new("stream", values => Page.StreamBooksAsync(values.Number)),
        Bug.Of("no author", _ => Page.ShowAuthor(null)),
        Bug.Of("no genre", _ => Page.ShowGenre(null)),
        new("column", values => Page.ByAuthorAsync(values.Name)),
        new("search", values => Books.SearchAsync(values.Quoted)),
        Bug.Of("duplicate", values => Books.Insert(new(values.Number, values.Name), "23505")),
        Bug.Of("deadlock", values => Books.Insert(new(values.Number, values.Name), "40P01")),
        new("slow author", values => Page.SlowAuthorAsync(values)),
        new("slow price", values => Page.SlowPriceAsync(values)),
        new("price changed", values => Checkout.PlaceAsync(values)),
        new("price changed", values => Page.BuyAsync(values)),
        new("reserve", values => Checkout.ReserveAsync(values)),
        new("pay", values => Checkout.PayAsync(values)),
        new("receipt", values => Checkout.ReceiptAsync(values)),
        new("deliver", values => Checkout.DeliverAsync(values)),
        new("cancel", values => Checkout.CancelAsync(values)),
        Bug.Of("ship", values => Checkout.ShipAll(1 + values.Number % 4)),
        Bug.Of("cast", values => Checkout.Convert<Book>(values.Number)),
        Bug.Of("cast", values => Checkout.Convert<Line>(values.Name)),
        Bug.Of("count", values => new Basket().Add(new(values.Number, 5, -values.Number))),
        Bug.Of("price", values => new Basket().Add(new(values.Number, -values.Number, 1))),
        Bug.Of("index", values => _ = new Basket()[values.Number]),
        Bug.Of("total", values => _ = new Basket().Total),
        Bug.Of("operator", values => _ = new Basket() + new Line(values.Number, 1, 1)),
        Bug.Of("number", values => Page.ReadPage(values.Name)),
        Bug.Of("number", values => Page.ReadPage(values.AnyId + "x")),
        Bug.Of("date", values => Page.ReadDate(values.Date + "?")),
        Bug.Of("letter", values => Page.Letter(values.Name, values.Number + 100)),
        Bug.Of("shelf full", values => new Shelf().Reserve(values.Name, true)),
        Bug.Of("shelf reserved", values => new Shelf().Reserve(values.Name, false)),
        Bug.Of("shelf sorted", values => new Shelf().Sorted([values.Name, values.Amount], 1)),
        Bug.Of("static", values => _ = Settings.Address.Host),
        Bug.Of("stars", values => _ = new Rating(values.Number + 5)),
        Bug.Of("percent", values => _ = new Rating(1).Percent),
        Bug.Of("all", values => typeof(CatalogPage).GetMethod(nameof(CatalogPage.CountBooks))!
            .Invoke(Page, [values.Number])),
        Bug.Of("reflection", values => typeof(Basket).GetMethod(nameof(Basket.Prices))!
            .Invoke(null, [values.Number])),
        new("endpoint book", values => Bookshop.Program.Endpoints["book"](values), "GET /books/{id}"),
        new("endpoint author", values => Bookshop.Program.Endpoints["author"](values), "GET /authors/{id}"),
        new("endpoint review", values => Bookshop.Program.Endpoints["review"](values), "POST /books/{id}/reviews"),
        new("unreachable", values => Bookshop.Program.AskAsync(values))
    ];
}
