"""Surnames by which a name is known."""

from portal.privacy.names import COMPOUND_SURNAMES

_SINGLE = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖"
    "贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施牛樊葛邢安齐乔伍庞颜倪庄聂章鲁岳翟殷詹申"
    "欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农"
    "司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘"
    "池查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻位厉伊仝区郜海阚花权强帅屠豆朴盖练廉禹井祖漆巴丰支"
    "卿国狄平计索宣晋相初门云容敬来扈晁芮都普阙浦戈伏鹿薄邸雍辜羊阿乌母裘亓修邰赫杭况那宿鲜印逯隆茹诺战慕危玉银亢嵇公哈湛宾戎勾"
    "茅利於呼居揭干但尉冶斯元束檀衣信展阴昝智幸奉植衡富尧闭由傅丘隗鄞佴"
    # What 百家姓 has besides.
    "昌常贝洪诸包鲍凤花苑裘缪宣贲羿储汲邴糜牧谷侯宓蓬郗仰秋甘钭束叶韶郜薄从籍赖双莘贡逄扶堵宰郦雍璩濮寿通扈郏浦别充习鱼庾暨衡步"
    "弘匡文禄东殳沃越夔厍融訾空曾养须丰巢蒯后红游竺逯公"
)
SINGLE_SURNAMES = frozenset(_SINGLE)
#: Those that are common words besides: a name begins with them only where the segmenter takes it for one.
DOUBTFUL_SURNAMES = frozenset(
    "和时于向从由但尚单要应相门后经连权有曾成安计能干别都全满明公信常来令习因言展第包支过双关平通管解钱项花水空需终红幸"
)


def surname_of(text: str) -> str:
    """The surname with which a text begins; empty where it begins with none."""
    if text[:2] in COMPOUND_SURNAMES:
        return text[:2]
    return text[:1] if text[:1] in SINGLE_SURNAMES else ""
