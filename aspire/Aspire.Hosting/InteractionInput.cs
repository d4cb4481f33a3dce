using System.Collections;
using System.Globalization;

namespace Aspire.Hosting;

public enum InputType
{
    Text,
    SecretText,
    Choice,
    Boolean,
    Number
}

/// <summary>Something a command asks for before it runs; its value is what was answered.</summary>
public sealed class InteractionInput
{
    public required string Name { get; init; }

    public string? Label { get; init; }

    public string? Description { get; init; }

    public required InputType InputType { get; init; }

    public bool Required { get; init; }

    public IReadOnlyList<KeyValuePair<string, string>>? Options { get; set; }

    public string? Value { get; set; }

    public string? Placeholder { get; init; }

    internal InteractionInput With(string? value) => new()
    {
        Name = Name,
        Label = Label,
        Description = Description,
        InputType = InputType,
        Required = Required,
        Options = Options,
        Value = value,
        Placeholder = Placeholder
    };
}

public sealed class InteractionInputCollection(IReadOnlyList<InteractionInput> inputs) : IReadOnlyList<InteractionInput>
{
    public int Count => inputs.Count;

    public InteractionInput this[int index] => inputs[index];

    public InteractionInput this[string name] =>
        TryGetByName(name, out var input) ? input! : throw new KeyNotFoundException(string.Create(CultureInfo.InvariantCulture, $"No input with name '{name}' was found."));

    public bool TryGetByName(string name, out InteractionInput? input) =>
        (input = inputs.FirstOrDefault(known => known.Name.Equals(name, StringComparison.OrdinalIgnoreCase))) is not null;

    public string? GetString(string name) => TryGetByName(name, out var input) ? input!.Value : null;

    public IEnumerator<InteractionInput> GetEnumerator() => inputs.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
