using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using System.Threading.Channels;
using LabelledErrors;
using Npgsql;

// An airport: flights are a state machine, baggage runs through channels, and services are decorated one by another.
namespace Airport;

public class AirportException(string message, Exception? inner = null) : Exception(message, inner);

public sealed class GateClosedException(string gate, DateTime since)
    : AirportException($"Gate {gate} is closed since {since:HH:mm}");

public readonly record struct Weight(int Grams) : IAdditionOperators<Weight, Weight, Weight>
{
    public static Weight operator +(Weight left, Weight right) => new(checked(left.Grams + right.Grams));

    public static Weight Parse(string text)
    {
        var number = text.AsSpan(0, text.IndexOf(' '));
        return new(int.Parse(number, provider: null));
    }

    public static T Sum<T>(params IEnumerable<T> all) where T : IAdditionOperators<T, T, T> =>
        all.Aggregate((sum, one) => sum + one);
}

public abstract class Flight
{
    readonly Dictionary<string, Action<string>> _steps = new(StringComparer.Ordinal);

    protected Flight() => Define();

    public void Go(string step, string gate) => _steps[step](gate);

    protected void On(string step, Action<string> action) => _steps.Add(step, action);

    protected abstract void Define();
}

public sealed class Arrival : Flight
{
    protected override void Define()
    {
        On("land", Land);
        On("dock", gate => throw new GateClosedException(gate, new(2026, 1, 1, 5, 30, 0)));
    }

    void Land(string gate)
    {
        if (gate.Length > 3)
            throw new AirportException($"Полоса занята: {gate}");
        throw new AirportException("Нет полосы");
    }
}

public sealed class Departure : Flight
{
    protected override void Define()
    {
        On("board", _ => { });
        On("board", _ => { });
    }
}

public interface IWeather
{
    ValueTask<int> WindAsync(string place, CancellationToken ct);

    async ValueTask<int> GustsAsync(string place, CancellationToken ct) =>
        2 * await WindAsync(place, ct) / place.IndexOf('?');
}

public sealed class Station : IWeather
{
    public async ValueTask<int> WindAsync(string place, CancellationToken ct)
    {
        await Task.Yield();
        ct.ThrowIfCancellationRequested();
        return place.Length > 40 ? throw new HttpRequestException($"{place} does not answer") : 12;
    }
}

public sealed class Retried(IWeather inner, int times) : IWeather
{
    public async ValueTask<int> WindAsync(string place, CancellationToken ct)
    {
        var failures = new List<Exception>();
        for (var attempt = 0; attempt < times; attempt++)
        {
            try
            {
                return await inner.WindAsync(place, ct);
            }
            catch (HttpRequestException e)
            {
                failures.Add(e);
            }
        }
        throw new AggregateException($"{place} failed {times} times", failures);
    }
}

public sealed class Belt
{
    readonly Channel<(string Tag, int Grams)> _bags = Channel.CreateBounded<(string, int)>(2);

    public async Task MoveAsync(string tag, int grams)
    {
        _bags.Writer.TryWrite((tag, grams));
        _bags.Writer.TryComplete(tag.Length % 2 > 2 ? null : new IOException($"Belt stopped at bag {tag}"));
        await foreach (var (name, weight) in _bags.Reader.ReadAllAsync())
            Weigh(name, weight);
    }

    static void Weigh(string tag, int grams)
    {
        if (grams > 900_000)
            throw new AirportException($"Bag {tag} weighs {grams} g");
    }

    public void Reopen(string tag)
    {
        _bags.Writer.Complete();
        _bags.Writer.Complete(new IOException(tag));
    }
}

public sealed class Registry
{
    static readonly NpgsqlDataSource Source = NpgsqlDataSource.Create(FailingPostgres.ConnectionString);

    public Task<int> CheckInAsync(string passport) => InTransactionAsync(async connection =>
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new($"fail 23514 seat of {passport}"));
        return await batch.ExecuteNonQueryAsync();
    });

    public Task<int> CancelAsync(Guid ticket) => InTransactionAsync(async connection =>
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new($"fail 55P03 could not obtain lock on row {ticket}"));
        return await batch.ExecuteNonQueryAsync();
    });

    public async Task<int> CountAsync(string table)
    {
        try
        {
            return await InTransactionAsync(connection => ReadAsync(connection, table));
        }
        catch (NpgsqlException e)
        {
            throw new AirportException($"Таблица {table} недоступна", new InvalidOperationException(table, e));
        }

        static async Task<int> ReadAsync(NpgsqlConnection connection, string name)
        {
            await using var batch = new NpgsqlBatch(connection);
            batch.BatchCommands.Add(new($"fail 42P01 relation \"{name}\" does not exist"));
            await using var reader = await batch.ExecuteReaderAsync();
            return reader.FieldCount;
        }
    }

    static async Task<int> InTransactionAsync(Func<NpgsqlConnection, Task<int>> action)
    {
        await using var connection = await Source.OpenConnectionAsync();
        return await action(connection);
    }
}

public static partial class Documents
{
    public static string Number(string page) => Passport().Match(page).Groups["number"].Captures[0].Value;

    public static byte[] Photo(string text) => Convert.FromBase64String(text);

    public static DateOnly Birth(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd");

    public static int Page(ReadOnlySpan<char> text, int page) => text[page];

    public static int Chip(byte[] data)
    {
        using var reader = new BinaryReader(new MemoryStream(data));
        return reader.ReadInt32() + reader.ReadInt32();
    }

    public static TDocument Open<TDocument>(string name) where TDocument : class =>
        Activator.CreateInstance(Type.GetType(name, throwOnError: true)!) as TDocument
        ?? throw new AirportException(name);

    [GeneratedRegex("(?<number>[0-9]{20})")]
    private static partial Regex Passport();
}

public sealed class Timetable
{
    readonly List<string> _flights = ["SU 100", "LH 1446"];

    public event Func<string, Task>? Changed;

    public void Rename(string name)
    {
        foreach (var flight in _flights)
            _flights.Add($"{flight} {name}");
    }

    public string First(Func<string, bool> condition) => _flights.First(condition);

    public string Only() => _flights.Single();

    public async Task ChangeAsync(string flight)
    {
        Changed ??= async changed =>
        {
            await Task.Yield();
            throw new NotSupportedException($"Рейс {changed} отменён");
        };
        await Changed(flight);
    }

    public ILookup<char, string> ByLetter(int index) => _flights.ToLookup(flight => flight[index]);

    public IEnumerable<int> Delays(string text)
    {
        return Read();

        IEnumerable<int> Read()
        {
            foreach (var part in text.Split(';'))
                yield return int.Parse(part);
        }
    }

    public async Task<string> WaitAsync(TimeSpan limit, [CallerMemberName] string caller = "")
    {
        using var timeout = new CancellationTokenSource(limit);
        await Task.Delay(Timeout.Infinite, timeout.Token);
        return caller;
    }
}
