using Npgsql;

namespace Shop.Database;

/// <summary>A record that reads itself from a row, column by column in the order of its select list.</summary>
public interface IRow<TSelf> where TSelf : IRow<TSelf>
{
    static abstract TSelf Read(RowReader row);
}

/// <summary>
/// Reads the columns of a row from left to right. A column that is added in the middle of a select list is one more
/// call at the same place in <c>Read</c>, and a column that nobody reads is an error.
/// </summary>
public sealed class RowReader
{
    readonly NpgsqlDataReader _row;
    int _next;

    internal RowReader(NpgsqlDataReader row) => _row = row;

    /// <summary>
    /// The next column. A nullable value type accepts null, text does not: see <see cref="TextOrNull"/>.
    /// </summary>
    public T Get<T>() => _row.GetFieldValue<T>(_next++);

    public string? TextOrNull() => OrNull<string>();

    public byte[]? BytesOrNull() => OrNull<byte[]>();

    /// <summary>The name of a member of an enum.</summary>
    public T Named<T>() where T : struct, Enum => EnumNames.Parse<T>(_row.GetFieldValue<string>(_next++));

    /// <summary>Skips the remaining columns, which are null where an outer join found nothing.</summary>
    public void SkipRest() => _next = _row.FieldCount;

    T? OrNull<T>() where T : class
    {
        var column = _next++;
        return _row.IsDBNull(column) ? null : _row.GetFieldValue<T>(column);
    }

    internal T Read<T>() where T : IRow<T>
    {
        _next = 0;
        var read = T.Read(this);
        return _next == _row.FieldCount
            ? read
            : throw new InvalidOperationException(
                $"{typeof(T).Name} read {_next} columns of {_row.FieldCount}; the next is {_row.GetName(_next)}.");
    }
}
