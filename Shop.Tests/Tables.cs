using Npgsql;
using Shop.Database;

namespace Shop.Tests;

static class Tables
{
    /// <summary>The names of all tables that have the text in any column of any row; empty when none has. Temporary ones are another connection's and cannot be read.</summary>
    public static async Task<string> TablesWithAsync(this NpgsqlDataSource database, string text, CancellationToken ct) => (await database.ScalarAsync<string>(
        $"""
        select coalesce(string_agg(schemaname || '.' || tablename, ', '), '') from pg_tables
        where schemaname <> 'information_schema' and schemaname not like 'pg\_%'
            and query_to_xml(format('select from %I.%I t where t::text like %L limit 1', schemaname, tablename, '%' || {text} || '%'), false, true, '')::text like '%<row%'
        """, ct))!;
}
