using System.Globalization;

namespace LabelledErrors;

/// <summary>What differs between two occurrences of one bug: ids, addresses, amounts, dates, names, language.</summary>
public sealed class Values(int seed)
{
    static readonly CultureInfo[] Cultures =
    [
        CultureInfo.GetCultureInfo("ru-RU"), CultureInfo.GetCultureInfo("en-US"), CultureInfo.GetCultureInfo("uk-UA")
    ];

    readonly Random _random = new(seed);

    public int Language => _random.Next(3);
    public CultureInfo Culture => Cultures[Language];
    public int Number => _random.Next(1, 1_000_000);
    public Guid Id
    {
        get
        {
            Span<byte> bytes = stackalloc byte[16];
            _random.NextBytes(bytes);
            return new(bytes);
        }
    }

    public string AnyId => Pick($"{Id}", $"{Id:N}", Number.ToString(CultureInfo.InvariantCulture), Hex(20));
    public string Mail => $"{Pick("anna", "i.petrov", "o_sh+x")}{Number}@{Pick("mail.ru", "example.com", "ukr.net")}";
    public string Address => $"{Pick("10", "192")}.{_random.Next(256)}.{_random.Next(256)}.{_random.Next(1, 255)}";
    public string Name => Pick("Анна Иванова", "John Smith", "Олена Шевченко", "Пётр", "Mary-Jane", "Ігор");
    public string Amount => (Number / 100m).ToString("N2", Culture);
    public string Date => When.ToString(Pick("d", "g", "D"), Culture);
    public string IsoDate => When.ToString("O", CultureInfo.InvariantCulture);
    public string Took => Pick(
        $"{Number % 5000} ms", $"00:00:{Number % 60:00}", $"{Number % 60}.5s", $"{Number % 60} сек");

    public string Hex(int bytes)
    {
        Span<byte> random = stackalloc byte[bytes];
        _random.NextBytes(random);
        return Convert.ToHexStringLower(random);
    }

    /// <summary>A text of the user in the quotes of some language.</summary>
    public string Quoted => Pick("«*»", "\"*\"", "'*'", "“*”").Replace("*", Name, StringComparison.Ordinal);

    public T Pick<T>(params T[] choices) => choices[_random.Next(choices.Length)];

    DateTime When => new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddMinutes(_random.Next(500_000));
}
