using System.Runtime.CompilerServices;
using System.Text;
using Npgsql;

namespace Shop.Database;

/// <summary>
/// An interpolated string whose values become typed parameters, never text. A value that is itself a <see cref="Sql"/>
/// is inserted as SQL, so optional clauses compose: <c>$"select id from t where {filter} order by {order}"</c>.
/// </summary>
[InterpolatedStringHandler]
public sealed class Sql
{
    // There is always one more text than parameters: text, $1, text, $2, text.
    readonly List<string> _texts;
    readonly List<NpgsqlParameter> _parameters;

    public Sql(int literalLength, int formattedCount)
    {
        _texts = new(formattedCount + 1) { "" };
        _parameters = new(formattedCount);
    }

    public static Sql Of(Sql sql) => sql;

    public void AppendLiteral(string text) => _texts[^1] = _texts[^1].Length == 0 ? text : _texts[^1] + text;

    public void AppendFormatted<T>(T value)
    {
        _parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
        _texts.Add("");
    }

    public void AppendFormatted(Sql sql)
    {
        AppendLiteral(sql._texts[0]);
        for (var i = 0; i < sql._parameters.Count; i++)
        {
            _parameters.Add(sql._parameters[i].Clone());
            _texts.Add(sql._texts[i + 1]);
        }
    }

    /// <summary>Narrows a condition to a time. A limit that is missing narrows nothing.</summary>
    public void AppendTime(Sql column, DateTimeOffset? from, DateTimeOffset? to)
    {
        // Npgsql stores no other offset.
        if (from is { } first)
            AppendFormatted(Of($" and {column} >= {first.ToUniversalTime()}"));
        if (to is { } end)
            AppendFormatted(Of($" and {column} < {end.ToUniversalTime()}"));
    }

    public override string ToString()
    {
        if (_parameters.Count == 0)
            return _texts[0];
        var text = new StringBuilder(_texts[0], _texts.Sum(t => t.Length) + 3 * _parameters.Count);
        for (var i = 0; i < _parameters.Count; i++)
            text.Append('$').Append(i + 1).Append(_texts[i + 1]);
        return text.ToString();
    }

    internal NpgsqlCommand On(NpgsqlCommand command)
    {
        command.CommandText = ToString();
        foreach (var parameter in _parameters)
            command.Parameters.Add(parameter);
        return command;
    }

    internal NpgsqlBatchCommand ToBatchCommand()
    {
        var command = new NpgsqlBatchCommand(ToString());
        foreach (var parameter in _parameters)
            command.Parameters.Add(parameter);
        return command;
    }
}
