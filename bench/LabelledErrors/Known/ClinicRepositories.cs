using System.Globalization;
using System.Linq.Expressions;
using LabelledErrors;
using Npgsql;

// A clinic that is built in layers: requests go through a pipeline to handlers, and these use a unit of work, which
// wraps what the database says, as object-relational mappers do.
namespace Clinic.Persistence
{
    public class SaveFailedException(string message, Exception inner) : Exception(message, inner);

    public abstract class Entity
    {
        public Guid Key { get; init; }
    }

    public interface IRepository<TEntity> where TEntity : Entity
    {
        ValueTask<TEntity> GetAsync(Guid key);
        IQueryable<TEntity> Where(Expression<Func<TEntity, bool>> condition);
    }

    public sealed class UnitOfWork
    {
        readonly List<Func<NpgsqlConnection, Task>> _changes = [];

        public void Add(string statement) => _changes.Add(async connection =>
        {
            await using var batch = new NpgsqlBatch(connection);
            batch.BatchCommands.Add(new(statement));
            await batch.ExecuteNonQueryAsync();
        });

        public async Task SaveChangesAsync()
        {
            try
            {
                await using var source = NpgsqlDataSource.Create(FailingPostgres.ConnectionString);
                await using var connection = await source.OpenConnectionAsync();
                foreach (var change in _changes)
                    await change(connection);
            }
            catch (PostgresException e)
            {
                throw new SaveFailedException("The entity changes are not saved. See the inner exception.", e);
            }
            finally
            {
                _changes.Clear();
            }
        }
    }

    public sealed class Repository<TEntity>(Func<Guid, TEntity?> find) : IRepository<TEntity> where TEntity : Entity
    {
        async ValueTask<TEntity> IRepository<TEntity>.GetAsync(Guid key)
        {
            await Task.Yield();
            return find(key) ?? throw new EntityMissingException<TEntity>(key);
        }

        IQueryable<TEntity> IRepository<TEntity>.Where(Expression<Func<TEntity, bool>> condition) =>
            Enumerable.Repeat(find(Guid.Empty)!, 1).AsQueryable().Where(condition);
    }

    public sealed class EntityMissingException<TEntity>(Guid key)
        : Exception(string.Create(
            CultureInfo.InvariantCulture, $"Entity \"{typeof(TEntity).Name}\" ({key:B}) was not found."));
}

namespace Clinic.Model
{
    using Clinic.Persistence;

    public sealed class Patient : Entity
    {
        public string? Surname { get; init; }
        public Address? Home { get; init; }

        public sealed record Address(string City, string Zip)
        {
            public string Zip { get; init; } = Zip.Length == 6
                ? Zip
                : throw new FormatException($"Почтовый индекс «{Zip}» города {City} неверен");
        }
    }

    public sealed class Visit : Entity
    {
        public TimeSpan Duration { get; init; }

        public static explicit operator TimeSpan(Visit visit) =>
            visit.Duration > TimeSpan.Zero
                ? visit.Duration
                : throw new InvalidCastException($"Visit {visit.Key:N} has no end.");

        public override bool Equals(object? other) =>
            other is Visit ? Key == ((Visit)other).Key : throw new ArgumentException($"{other} is no visit.");

        public override int GetHashCode() => Key.GetHashCode();
    }

    public enum Ward
    {
        Surgery,
        Children
    }

    public static class Wards
    {
#pragma warning disable CS8524 // What is thrown for another number is wanted.
        public static int Beds(this Ward ward) => ward switch
        {
            Ward.Surgery => 20,
            Ward.Children => 12
        };
#pragma warning restore CS8524

        public static Ward Parse(string name) => Enum.Parse<Ward>(name);
    }

    // Each drug of a prescription is checked by the next link of a chain.
    public sealed class Interactions
    {
        public int Depth(string drug, int left) => left == 0
            ? throw new InvalidDataException($"{drug}: ланцюг взаємодій не закінчується")
            : Depth(drug, left - 1) + 1;
    }
}
