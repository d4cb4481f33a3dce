using Npgsql;
using Shop.Database;

namespace Shop.Tests;

static class Tables
{
    /// <summary>
    /// The names of all tables with this text in any column, or an empty string. Temporary tables are left out, because
    /// other connections cannot read them.
    /// </summary>
    public static async Task<string> TablesWithAsync(this NpgsqlDataSource database, string text, CancellationToken ct)
    {
        var tables = await database.ScalarAsync<string>(
            $"""
            select coalesce(string_agg(schemaname || '.' || tablename, ', '), '') from pg_tables
            where schemaname <> 'information_schema' and schemaname not like 'pg\_%'
                and query_to_xml(
                    format('select from %I.%I t where t::text like %L limit 1',
                        schemaname, tablename, '%' || {text} || '%'),
                    false, true, '')::text like '%<row%'
            """, ct);
        return tables!;
    }
}
