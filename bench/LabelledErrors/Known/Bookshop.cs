using System.Net;
using System.Text.Json;
using LabelledErrors;
using Npgsql;

// A bookshop: pages call its parts, and these call stores. Each method fails in the way that its name says.
namespace Bookshop.Data
{
    sealed class Sql
    {
        public async Task<List<T>> QueryAsync<T>(string statement, Func<NpgsqlDataReader, T> read)
        {
            await using var connection = new NpgsqlConnection(FailingPostgres.ConnectionString);
            await connection.OpenAsync();
            await using var batch = connection.CreateBatch();
            batch.BatchCommands.Add(new(statement));
            await using var reader = await batch.ExecuteReaderAsync();
            var rows = new List<T>();
            while (await reader.ReadAsync())
                rows.Add(read(reader));
            return rows;
        }

        public void Execute(string statement)
        {
            using var connection = new NpgsqlConnection(FailingPostgres.ConnectionString);
            connection.Open();
            using var batch = connection.CreateBatch();
            batch.BatchCommands.Add(new(statement));
            batch.ExecuteNonQuery();
        }
    }

    class Store<TKey, TRow> where TKey : notnull
    {
        readonly Dictionary<TKey, TRow> _rows = [];
        protected readonly Sql Sql = new();

        public TRow Find(TKey key) => _rows[key];

        public async Task<TRow> LoadAsync(TKey key)
        {
            await Task.Yield();
            return _rows.TryGetValue(key, out var row) ? row : throw new KeyNotFoundException($"Нет записи {key}");
        }

        public IEnumerable<TRow> All(int limit)
        {
            foreach (var row in _rows.Values)
                yield return row;
            throw new InvalidOperationException($"Only {_rows.Count} of {limit} rows are there.");
        }

        public async IAsyncEnumerable<TRow> StreamAsync(TKey after)
        {
            await Task.Yield();
            foreach (var row in _rows.Values)
                yield return row;
            throw new EndOfStreamException($"The stream ended after {after}.");
        }
    }

    sealed class BookStore : Store<int, Book>
    {
        public Task<List<Book>> ByAuthorAsync(string author) => Sql.QueryAsync(
            $"fail 42703 column \"{author}\" does not exist", row => new Book(row.GetInt32(0), row.GetString(1)));

        public Task<List<Book>> SearchAsync(string text) => Sql.QueryAsync(
            $"fail 57014 canceling statement due to statement timeout {text}", row => new Book(0, row.GetString(0)));

        public void Insert(Book book, string state) =>
            Sql.Execute($"fail {state} duplicate key value violates unique constraint books_{book.Id}");
    }

    sealed record Book(int Id, string Title);
}

namespace Bookshop.Orders
{
    using Bookshop.Data;

    sealed record Line(int Book, decimal Price, int Count);

    sealed class Basket
    {
        readonly List<Line> _lines = [];

        public Line this[int index] => _lines[index];

        public decimal Total => _lines.Select(line => line.Price).Aggregate((a, b) => a + b);

        public void Add(Line line)
        {
            if (line.Count < 0)
                throw new ArgumentOutOfRangeException(nameof(line), line.Count, "Количество отрицательно");
            Check(line);

            void Check(Line checkedLine)
            {
                if (checkedLine.Price <= 0)
                    throw new ArgumentException($"The price {checkedLine.Price} is wrong.", nameof(line));
            }
        }

        public static Basket operator +(Basket basket, Line line) =>
            throw new NotSupportedException($"Line {line.Book} cannot be added.");

        public IEnumerable<decimal> Prices(Func<Line, decimal> price) => _lines.Append(new(1, 0, 0)).Select(price);
    }

    sealed class Checkout(BookStore books)
    {
        public async Task<int> PlaceAsync(Values values)
        {
            var book = await PriceAsync(values.Number);
            return book.Id;

            async Task<Book> PriceAsync(int id)
            {
                await Task.Yield();
                throw new InvalidOperationException(values.Language switch
                {
                    0 => $"Цена книги {id} изменилась на {values.Amount}",
                    1 => $"The price of book {id} changed to {values.Amount}",
                    _ => $"Ціна книги {id} змінилася на {values.Amount}"
                });
            }
        }

        public Task ReserveAsync(Values values) => Task.WhenAll(
            Enumerable.Range(0, 3).Select(async line =>
            {
                await Task.Yield();
                throw new TimeoutException($"Line {line} of {values.AnyId} was not reserved in {values.Took}.");
            }));

        public async Task PayAsync(Values values)
        {
            using var provider = AnswerHandler.Client(HttpStatusCode.BadGateway);
            var answer = await provider.PostAsync($"/v1/payments/{values.AnyId}", null);
            answer.EnsureSuccessStatusCode();
        }

        public async Task ReceiptAsync(Values values)
        {
            using var provider = AnswerHandler.Client(HttpStatusCode.OK, $"<html>{values.Name}</html>");
            var json = await provider.GetStringAsync($"/receipts/{values.Number}");
            JsonSerializer.Deserialize<Dictionary<string, int>>(json);
        }

        public async Task DeliverAsync(Values values)
        {
            try
            {
                await books.LoadAsync(values.Number);
            }
            catch (KeyNotFoundException e)
            {
                throw new OrderFailedException($"Заказ {values.AnyId} для {values.Name} не доставлен", e);
            }
        }

        public async Task CancelAsync(Values values)
        {
            try
            {
                books.Insert(new(values.Number, ""), "40001");
                await Task.Yield();
            }
            catch (PostgresException e)
            {
                throw new OrderFailedException($"Order {values.AnyId} was not cancelled", e);
            }
        }

        public void ShipAll(int count) => Parallel.For(0, count, index =>
        {
            if (index >= 0)
                throw new IOException($"Label {index} is not printed.");
        });

        public T Convert<T>(object value) => (T)value;
    }

    sealed class OrderFailedException(string message, Exception inner) : Exception(message, inner);

    static class Guard
    {
        public static T NotNull<T>(T? value, string name) where T : class =>
            value ?? throw new ArgumentNullException(name, $"{name} must not be null");
    }

    static class Retry
    {
        public static async Task<T> TwiceAsync<T>(Func<int, Task<T>> action)
        {
            try
            {
                return await action(1);
            }
            catch (TimeoutException)
            {
                return await action(2);
            }
        }
    }
}

namespace Bookshop.Pages
{
    using Bookshop.Data;
    using Bookshop.Orders;

    sealed class CatalogPage(BookStore books)
    {
        readonly Checkout _checkout = new(books);

        public void ShowBook(int id) => books.Find(id);
        public Task LoadBookAsync(int id) => books.LoadAsync(id);
        public int CountBooks(int limit) => books.All(limit).Count();

        public async Task StreamBooksAsync(int after)
        {
            await foreach (var _ in books.StreamAsync(after))
            {
                // Each is shown as it comes.
            }
        }

        public void ShowAuthor(string? author) => Guard.NotNull(author, "author").Trim();
        public void ShowGenre(string? genre) => Guard.NotNull(genre, "genre").Trim();
        public Task<List<Book>> ByAuthorAsync(string author) => books.ByAuthorAsync(author);

        public Task<int> SlowAuthorAsync(Values values) => Retry.TwiceAsync(async attempt =>
        {
            await Task.Yield();
            return values.Number > 0
                ? throw new TimeoutException($"Автор {values.Name}: попытка {attempt}, {values.Took}")
                : attempt;
        });

        public Task<int> SlowPriceAsync(Values values) => Retry.TwiceAsync<int>(async attempt =>
        {
            await Task.Yield();
            throw new TimeoutException($"Price of {values.AnyId}: attempt {attempt} took {values.Took}");
        });

        public Task BuyAsync(Values values) => _checkout.PlaceAsync(values);
        public int ReadPage(string number) => int.Parse(number);
        public DateTime ReadDate(string date) => DateTime.ParseExact(date, "yyyy-MM-dd", null);
        public string Letter(string title, int position) => title[position].ToString();
    }

    sealed class Shelf
    {
        public void Reserve(string reader, bool isFull) => throw new InvalidOperationException(
            isFull ? $"{reader}: this shelf is full" : $"{reader} has a reservation already");

        public List<T> Sorted<T>(IEnumerable<T> books, int limit)
        {
            var count = 0;
            return [.. books.Where(_ => ++count < limit ? true : throw new IOException($"More than {limit} books"))];
        }
    }

    sealed class Settings
    {
        public static readonly Uri Address = new("this is no address");
    }

    sealed class Rating
    {
        readonly int _stars;

        public Rating(int stars)
        {
            if (stars > 5)
                throw new ArgumentOutOfRangeException(nameof(stars), stars, "From one to five.");
            _stars = stars;
        }

        public int Percent => 100 / (_stars - _stars);
    }
}
