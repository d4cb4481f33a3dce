namespace Shop.Voice.Dialogue;

/// <summary>
/// What may be said in English in each state, as JSGF for a recogniser without a language model. All words are in the
/// CMU dictionary, so tyres are "tires" and stations are chosen by number.
/// </summary>
static class Grammars
{
    const string Rules =
        """
        <polite> = please | now | hello | hi | um | uh;
        <unit> = one | two | three | four | five | six | seven | eight | nine;
        <digit> = zero | oh | <unit>;
        <teen> = ten | eleven | twelve | thirteen | fourteen | fifteen | sixteen | seventeen | eighteen | nineteen;
        <tens> = twenty | thirty | forty | fifty | sixty | seventy | eighty | ninety;
        <width> = ( one | two | three ) [ hundred ] [ and ] ( <tens> five | fifteen | oh five | five );
        <profile> = <tens> [ five ];
        <rim> = twelve | thirteen | fourteen | fifteen | sixteen | seventeen | eighteen | nineteen | twenty [ <unit> ];
        <size> = <width> [ by ] <profile> [ by | r | radius ] <rim>;
        <season> = winter | summer | all season;
        <studs> = with studs | studded | without studs | no studs;
        <brand> = michelin | continental | pirelli | bridgestone | dunlop | yokohama;
        <price> = ( under | up to ) ( <unit> | <teen> | <tens> [ <unit> ] ) thousand;
        <tires> = tire | tires | wheels;
        <want> = i need | i want | do you have | show me | how much are | i am looking for;
        <what> = [ <season> ] [ <studs> ] <tires> [ <size> | <rim> inch ] | <season> [ <size> | <rim> inch ] | <size>;
        <search> = [ <want> ] [ <brand> ] <what> [ <studs> ] [ <price> ] | [ <want> ] <brand>;
        <status> = where is my order | when will my order arrive | order status | what about my order | is my order ready;
        <three> = <digit> <digit> <digit>;
        <thousands> = one hundred thousand [ and ] [ <unit> hundred ] [ and ] [ <tens> ] [ <unit> | <teen> ];
        <day> = today | tomorrow | the day after tomorrow | [ on | next ] ( monday | tuesday | wednesday | thursday | friday
            | saturday | sunday );
        <ordinal> = first | second | third | fourth | fifth | sixth | seventh | eighth | ninth | tenth | eleventh | twelfth
            | thirteenth | fourteenth | fifteenth | sixteenth | seventeenth | eighteenth | nineteenth | twentieth
            | twenty ( first | second | third | fourth | fifth | sixth | seventh | eighth | ninth ) | thirtieth | thirty first;
        <month> = january | february | march | april | may | june | july | august | september | october | november | december;
        <date> = <day> | [ on ] <month> <ordinal> | [ on ] the <ordinal> of <month>;
        <hour> = <unit> | ten | eleven | twelve;
        <half> = in the morning | in the afternoon | in the evening | a m | p m;
        <time> = [ at ] ( <hour> [ thirty | fifteen | forty five ] | half past <hour> | quarter ( past | to ) <hour> | noon ) [ <half> ];
        <when> = <date> [ <time> ] | <time> | <date> ( in the morning | morning | afternoon | evening );
        <fit> = ( book | i want to book | can i book | i need ) [ a | me a ] [ tire ] ( fitting | appointment ) [ for ] [ <when> ]
            | change my tires [ <when> ];
        <move> = ( move | reschedule | change ) my ( appointment | booking ) [ to ] [ <when> ];
        <cancel> = [ i want to ] cancel my ( appointment | booking | fitting );
        <question> = how much is delivery | how many days does delivery take | what are your opening hours | are you open on sunday
            | where are you located | how do i return tires | what is the warranty | can i pay by card | do you store tires
            | what should my tire pressure be | how long does it take to change four wheels | do you take old tires;
        <order> = ( i will take | i want to order | let us order | i will buy ) ( it | them | these | <unit> [ of them ]
            | [ the ] <ordinal> one | a set );
        <choice> = [ the ] ( first | second | third | fourth | fifth | last ) [ one | option ] | [ number | option ] <unit>;
        <yes> = yes | yeah | correct | right | that is right | sure | yes please | exactly;
        <no> = no | nope | wrong | that is wrong | no thanks | that is not right;
        <common> = operator | [ i want ] a human | talk to an operator | repeat | say that again | help | what can you do
            | goodbye | bye | that is all | thank you goodbye | speak russian | speak ukrainian;
        """;

    static readonly Dictionary<string, string> ByState = new()
    {
        ["start"] = Grammar(
            "<search> | <status> | <fit> | <move> | <cancel> | <question> | <order> | <yes> | <no>"),
        ["size"] = Grammar("<search> | <size> | <width> | <profile> | <rim> | <fit> | <status>"),
        ["offers"] = Grammar("<choice> | <order> | <search> | <yes> | <no>"),
        ["quantity"] = Grammar("( <unit> | <teen> | a pair | a set ) [ of them | pieces ] | <yes> | <no>"),
        ["phone"] = Grammar(
            "[ plus ] <three> <three> <three> [ <digit> ] [ <digit> ] [ <digit> ]"),
        ["order"] = Grammar(
            "[ my order is | number | order ] ( <three> <three> | <thousands> )"),
        ["day"] = Grammar("<when> | <yes> | <no>"),
        ["station"] = Grammar("<choice> | <when>"),
        ["time"] = Grammar("<when> | <choice>"),
        ["confirm"] = Grammar(
            "<yes> | <no> | not <when> but <when> | <when> | not <rim> but <rim> | ( <unit> | <teen> ) pieces")
    };

    public static string? Of(string state) => ByState.GetValueOrDefault(state);

    public static IEnumerable<string> States => ByState.Keys;

    static string Grammar(string what) =>
        $"#JSGF V1.0;\ngrammar shop;\n{Rules}\npublic <utterance> = [ <polite> ] ( {what} | <common> ) [ <polite> ];\n";
}
