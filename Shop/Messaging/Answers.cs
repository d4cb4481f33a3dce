using Npgsql;
using Shop.Database;

namespace Shop.Messaging;

/// <summary>A request with an <c>Idempotency-Key</c>. The hash is that of its body.</summary>
public sealed record KeyedRequest(Guid Account, string Route, string Key, byte[] Hash)
{
    internal Sql IsMine => Sql.Of($"account_id = {Account} and route = {Route} and key = {Key}");
}

/// <summary>What is known of the request. The status is null while the first request is running.</summary>
public sealed record KeptAnswer(
    bool IsClaimed,
    bool HasSameBody,
    Guid EffectId,
    int? Status,
    string? Location,
    string? ContentType,
    byte[]? Body) : IRow<KeptAnswer>
{
    public static KeptAnswer Read(RowReader row) => new(
        row.Get<bool>(),
        row.Get<bool>(),
        row.Get<Guid>(),
        row.Get<int?>(),
        row.TextOrNull(),
        row.TextOrNull(),
        row.BytesOrNull());
}

/// <summary>
/// The answers to requests with an idempotency key. A request claims its key, takes effect under the id that the claim
/// names, and keeps its answer. If it dies in between, a repetition claims the key again, with the same id.
/// </summary>
public sealed class Answers(NpgsqlDataSource database)
{
    static readonly TimeSpan Lifetime = TimeSpan.FromDays(1);

    // Longer than a request to a slow provider takes.
    static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);

    /// <summary>Null when another request has claimed the key at the same moment.</summary>
    public Task<KeptAnswer?> ClaimAsync(KeyedRequest request, CancellationToken ct) =>
        database.QuerySingleAsync<KeptAnswer>(
            $"""
            with claimed as (
                insert into messaging.answers as a (account_id, route, key, request_hash, effect_id, claimed_until)
                values ({request.Account}, {request.Route}, {request.Key}, {request.Hash}, {Guid.CreateVersion7()},
                    now() + {Lease})
                on conflict (account_id, route, key) do update
                set claimed_until = excluded.claimed_until, request_hash = excluded.request_hash,
                    effect_id = case when a.created_at < now() - {Lifetime} then excluded.effect_id else a.effect_id end,
                    created_at = case when a.created_at < now() - {Lifetime} then now() else a.created_at end,
                    status = null, location = null, content_type = null, body = null
                where a.created_at < now() - {Lifetime}
                    or a.status is null and a.claimed_until < now() and a.request_hash = excluded.request_hash
                returning effect_id
            )
            select true, true, effect_id, null::integer, null::text, null::text, null::bytea from claimed
            union all
            select false, request_hash = {request.Hash}, effect_id, status, location, content_type, body
            from messaging.answers where {request.IsMine} and not exists (select from claimed)
            """, ct);

    public Task KeepAsync(
        KeyedRequest request, int status, string? location, string? contentType, byte[] body, CancellationToken ct) =>
        database.ExecuteAsync(
            $"""
            update messaging.answers
            set status = {status}, location = {location}, content_type = {contentType}, body = {body}
            where {request.IsMine} and request_hash = {request.Hash} and status is null
            """, ct);

    /// <summary>Lets the request be repeated at once, because it has failed.</summary>
    public Task ReleaseAsync(KeyedRequest request, CancellationToken ct) => database.ExecuteAsync(
        $"""
        update messaging.answers set claimed_until = now() - interval '1 second'
        where {request.IsMine} and request_hash = {request.Hash} and status is null
        """, ct);

    internal static Sql Old => OldRows.Delete(
        Sql.Of($"messaging.answers"), Sql.Of($"created_at < now() - {Lifetime}"));
}
