using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Clinic.Model;
using Clinic.Persistence;
using LabelledErrors;

namespace Clinic.Handlers;

public interface IHandler<in TRequest, TAnswer>
{
    Task<TAnswer> HandleAsync(TRequest request, CancellationToken ct);
}

// The same for all requests, so its frames say nothing about the bug.
public sealed class Pipeline
{
    readonly List<Func<object, Func<Task>, Task>> _steps = [];

    public Pipeline Use(Func<object, Func<Task>, Task> step)
    {
        _steps.Add(step);
        return this;
    }

    public async Task<TAnswer> SendAsync<TRequest, TAnswer>(TRequest request, IHandler<TRequest, TAnswer> handler)
        where TRequest : notnull
    {
        TAnswer? answer = default;
        Func<Task> run = async () => answer = await handler.HandleAsync(request, CancellationToken.None);
        foreach (var step in Enumerable.Reverse(_steps))
        {
            var next = run;
            run = () => step(request, next);
        }
        await run();
        return answer!;
    }
}

public sealed record Admit(Guid Patient, Values Values);

public sealed record Discharge(Guid Patient, Values Values);

public sealed record Bill(string Sum, Values Values);

public sealed class AdmitHandler(IRepository<Patient> patients) : IHandler<Admit, Patient>
{
    public async Task<Patient> HandleAsync(Admit request, CancellationToken ct) =>
        await patients.GetAsync(request.Patient);
}

public sealed class DischargeHandler(UnitOfWork work) : IHandler<Discharge, bool>
{
    public async Task<bool> HandleAsync(Discharge request, CancellationToken ct)
    {
        work.Add($"fail 23503 insert or update on table visits violates foreign key constraint {request.Patient}");
        await work.SaveChangesAsync();
        return true;
    }
}

public sealed class BillHandler(UnitOfWork work) : IHandler<Bill, decimal>
{
    public async Task<decimal> HandleAsync(Bill request, CancellationToken ct)
    {
        var sum = Parse(request.Sum);
        work.Add($"fail 22003 numeric field overflow {sum}");
        await work.SaveChangesAsync();
        return sum;

        static decimal Parse(string text)
        {
            return text.StartsWith('-')
                ? throw new OverflowException($"Сума {text} від'ємна")
                : decimal.Parse(text.Replace("x", "", StringComparison.Ordinal));
        }
    }
}

public static class Laboratory
{
    static readonly ConcurrentDictionary<string, Lazy<int>> Results = new();

    public static int Result(string probe) => Results
        .GetOrAdd(probe, key => new(() =>
            key.Length > 0 ? throw new TimeoutException($"Analysis of {key} timed out.") : 1))
        .Value;

    public static string Analyser(string xml) => XDocument.Parse(xml).Root!.Element("device")!.Value;

    public static int Level(string json) => JsonNode.Parse(json)!["level"]!.GetValue<int>();

    public static async Task<string> ReadAsync(string file)
    {
        using var reader = new StreamReader(file);
        return await reader.ReadToEndAsync();
    }

    public static async Task ConnectAsync(int port)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", port);
    }

    public static Task<int> MeasureAsync(Values values) => Task
        .Run(() => values.Number)
        .ContinueWith(
            measured => measured.IsCompletedSuccessfully
                ? throw new ArithmeticException($"Показатель {values.Amount} вне нормы {values.Amount}")
                : 0,
            TaskScheduler.Default);

    public static Task AllAsync(Values values)
    {
        var devices = new AggregateException(
            values.Name,
            new AggregateException(new IOException($"Device {values.Address} is off.")),
            new TimeoutException($"{values.Mail}: {values.Took}"));
        return Task.FromException(devices);
    }

    public static T Deserialize<T>(Values values) =>
        JsonSerializer.Deserialize<T>($"{{\"Surname\": \"{values.Name}\", \"Home\": [{values.Number}]}}")!;
}

public sealed class Reminders
{
    public event EventHandler<string>? Due;

    public void Subscribe() => Due += OnDue;

    public void Raise(string patient) => Due?.Invoke(this, patient);

    static void OnDue(object? sender, string patient) =>
        throw new InvalidOperationException($"Напоминание для {patient} уже отправлено");

    public static IEnumerable<(string Name, int Days)> Next(IEnumerable<string> names)
    {
        foreach (var name in names)
            yield return name.Length > 4
                ? throw new ArgumentException($"Too long: {name}", nameof(names))
                : (name, name.Length);
    }

    public static string Text(Patient patient) => Format(patient, static one => one.Home!.City);

    public static string Surname(Patient patient) => Format(patient, static one => one.Surname!.Trim());

    static string Format(Patient patient, Func<Patient, string> part) => $"{patient.Key}: {part(patient)}";
}

public sealed class Scanner : IDisposable
{
    bool _isClosed;

    public Memory<byte> Scan(int size)
    {
        ObjectDisposedException.ThrowIf(_isClosed, this);
        return new byte[4].AsMemory(size);
    }

    public void Dispose() => _isClosed = true;
}
