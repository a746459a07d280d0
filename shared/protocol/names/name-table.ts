/**
 * Written by scripts/unicode/name-table.py from the Unicode 15.0 data in ICU 72 (https://github.com/unicode-org/icu,
 * release 72.1; UnicodeData, CaseFolding, DerivedCoreProperties, security/confusables). Copyright (c) 1991-2022
 * Unicode, Inc., Unicode License V3 (SPDX Unicode-3.0, earlier Unicode-DFS-2016). Numbers are base 36, most of them
 * differences to the one before.
 */

export const UNICODE_VERSION = '15.0';

/** Bounds of the ranges that names may use: from, up to but without, from, ... */
export const NAME_POINTS =
  'w 1 6 1 5 2 1 a 7 q 4 1 1 q 1o 1 8 n 1 v 1 1m 2 b 2 8 1 1h 1 1w 9 10 3 58 9 9 4 c q 1 1 1 h 1s 2 1 2' +
  ' a 1 10 2 2 3 3 1 1 6 1 1 3 1 1 1 k 1 19 7 p 3 1 3 2 1 3s 1 4t 1 12 2 1 6 13 1 1 8 19 1 1 1 2 1 2 1 ' +
  '1 8 r 4 6 r b 5 22 4 7 4 2j 1 8 2 a 1 j 2 1 g 1n 2 2t e 1i 4 1 2 1 2 1a i s 4 b 5 o 1 6 9 22 1 39 8 ' +
  '4 2 a 1 j 1 8 2 2 2 m 1 7 1 1 3 4 2 9 2 2 2 4 8 1 8 4 2 c a 1 1 1 2 3 1 6 4 2 2 m 1 7 1 1 2 1 2 2 2 ' +
  '1 1 5 4 2 2 3 3 1 a 1 9 g b 3 1 9 1 3 1 m 1 7 1 2 1 5 2 a 1 3 1 3 2 1 f 4 2 a 9 7 1 3 1 8 2 2 2 m 1 ' +
  '7 1 2 1 5 2 9 2 2 2 3 7 3 7 5 2 a 1 1 g 2 1 6 3 3 1 4 3 2 1 1 1 2 3 2 3 3 3 c 4 5 3 3 1 4 2 1 6 1 e ' +
  'a g d 1 3 1 n 1 g 2 9 1 3 1 4 7 2 1 3 2 1 2 4 2 a g 4 1 8 1 3 1 n 1 a 1 5 2 9 1 3 1 4 7 2 6 2 1 4 2 ' +
  'a 1 3 c d 1 3 1 1f 1 3 1 5 5 4 7 5 2 a a 6 1 3 1 i 3 o 1 9 1 1 2 7 3 1 4 6 1 1 1 8 6 a 2 2 d 1m 5 f ' +
  '1 a 13 2 1 1 1 5 1 o 1 1 1 n 2 5 1 1 1 7 1 a 2 4 w 1 n 2 6 a b 1 1 1 1 1 4 5 1 4 1 4 1 4 1 4 1 4 1 c' +
  ' 1 3 4 2 1 1 5 7 1 3 1 d 1 4 1 4 1 4 1 4 1 4 1 c 1 3 9 1 1l 22 6 26 2 12 1 1 5 1 2 17 2 2q 2 6g 1 4 ' +
  '2 7 1 1 1 4 2 15 1 4 2 x 1 4 2 7 1 1 1 4 2 f 1 1l 1 4 2 1v 2 3 w g g 2e 2 6 3 h8 2 h 1 q 5 23 6 8 7 ' +
  'm 9 m b k c d 1 3 1 2 c 1g 2 u 3 1 4 2 2 a 12 a 6 2h 7 17 5 1y a v 1 c 4 c a 14 2 5 b 18 4 q 6 a 12 ' +
  's 4 1r 1 t 2 b 6 a d 1 8 v 1d 25 3 a h 9 c 38 c 1k 8 a 3 1d 2 9 7 17 2 3 g 3 1 13 5 18 3 1 b 1 i 1 s' +
  ' d 1 y 11 62 2 3e 2 6 2 12 2 6 2 8 1 1 1 1 1 1 1 i 1 1 1 1 1 1 1 1 1 1 1 1 3 1h 1 5 1 1 5 3 1 3 1 1 ' +
  '1 1 3 3 3 5 5 3 1 7 1 1 5 3 1 3 1 1 1 1 s 1 52 x 1t 1 r 1 1g 2 22j 3g 2 2v 6 9 c 12 1 1 5 1 2 1k n o' +
  ' 9 7 1 7 1 7 1 7 1 7 1 7 1 7 1 7 1 w 1b 1 d1 2 z 6 1 5 5 2 4 2e 2 2 2 2 2 2m 6 17 34 w 1c g e8 534 1' +
  's h3h 1v 1a 2 7h 3 s k 1f 1 a 1 t 2 20 a 2 11 9 2 26 1 o 2 1s 5 2 1 1 1 5 r 3 2 1a 4 1 j 1g c 1y a a' +
  ' 6 o 3 1 1 1d 2 10 c t 3 1t e b 6 v 1 1j 9 e 2 a 6 n 3 21 o 3 2 g 2 5 a 6 2 6 2 6 9 7 1 7 1 17 5 9 7' +
  ' 3f 1 2 2 a 6 8mc c n 4 1d 6qa 2 1 1 1 2 a 1 1 1 1 2 2 3 6s 1 ld g 1v 1 b0 c 1 q 1 j 1 2 1 f 2 e y 3' +
  'f 76 1 3m t 3 1d f 1 v w d k 1 8 6 17 5 u 2 10 4 8 1c 4e 2 a 6 10 4 10 4 14 8 1g c b 1 f 1 7 1 2 1 b' +
  ' 1 f 1 7 1 2 1v 8n 9 m a 8 o 1 3j 6 2 1 1 18 1 2 3 1 2 n a n 9 v 1t j 1 2 a m a q 1y 1k 6 2 1s 4 1 2' +
  ' 5 8 1 3 1 t 2 3 4 1 w t 3 t z 8 1 u p 1i a m a j d i 32 21 1j 1f d 1f d 14 8 a 92 16 1 2 3 2 23 w a' +
  ' 1 8 x v m 16 l r n 9 1z v g 9 1o 7 1 d p 7 a 6 1h 1 a 4 4 8 10 2 1 9 1x 4 4 1 d 1 1 z i 1 11 6 4 1q' +
  ' 7 1 1 1 4 1 f 1 a 7 1n 5 a 6 4 1 8 2 2 2 m 1 7 1 2 1 5 1 a 2 2 2 3 2 1 6 1 5 7 2 7 3 5 3v 23 5 a 4 ' +
  '4 u 1y 1 1 8 a 4m 1i 2 9 n 6 y 1t 3 1 b a 12 1l 7 a 1i r 2 f 4 a 6 7 55 1n 2t 22 l 8 2 1 2 8 1 2 1 u' +
  ' 1 2 2 9 c a 1y 8 2 1a 2 8 1 2 r 1r 8 1 8 22 3 1 i 21 7b 9 1 19 1 9 f a o u 2 m 1 e 21 7 1 2 1 18 3 ' +
  '1 1 2 1 9 8 a 6 6 1 2 1 11 1 2 1 6 7 a 8m n 9 h 1 15 3 5 d a 2e 1 27 pm 6e 5g 218 2p f ts g m 33e g7' +
  ' 6nt ft 7 v 1 a 6 27 1 a 6 u 2 5 b 1j 9 4 c a 9 l 5 j j4 1s 3k 23 4 1l 7 h 1s 2 1 2 b 2 e 4qg 8 ye 1' +
  '6 9 6w7 4 1 7 1 2 1 83 f 1 t 3 2 1 e 4 8 b0 1s4 2z 5 d 3 9 7 a 3 2 3mp 1a 2 n f2 5 3 6 8 8 2 7 u 4 4' +
  '4 3 1iz 1j 4 1e 8 1 e 1 m 5 1 f uo v 6 6 5x 7 1 h 2 7 1 2 1 5 2s 1 34 19 3 e 2 a 4 1 8x v h 1m d2 16' +
  ' km 7 1 4 1 2 1 f 1 5h b 7 15 24 4 a 4h2 wyo w 37e 6 66 2 4g2 e 5rl 3z3 3t7 5 38g';

/** Bounds of the ranges of combining marks among them. */
export const MARK_POINTS =
  'lc 1s 2 1 2 a 1 w 7n 7 7b 19 1 1 1 2 1 2 1 1 20 b 1c l g 1 2t 7 2 6 2 2 1 4 z 1 u r 2j b 1m 9 9 1 o ' +
  '4 1 9 1 3 1 5 17 3 1o 8 16 o 1 x 1i 3 1 i 1 7 a 2 t 3 1k 1 1 7 2 2 2 3 9 1 a 2 q 1 2 3 1k 1 1 5 4 2 ' +
  '2 3 3 1 u 2 3 1 b 3 1k 1 1 8 1 3 1 3 k 2 m 6 1 3 1k 1 1 7 2 2 2 3 7 3 a 2 u 1 1n 5 3 3 1 4 9 1 14 5 ' +
  '1j 1 1 7 1 3 1 4 7 2 b 2 t 3 1k 1 1 7 1 3 1 4 7 2 b 2 f 1 c 4 1j 2 1 7 1 3 1 4 9 1 a 2 t 3 1y 1 4 6 ' +
  '1 1 1 8 i 2 1p 1 2 7 c 8 2q 1 2 9 b 7 21 2 r 1 1 1 1 1 4 2 1d 2 1 1 5 7 1 3 1 2 5 6 1 4 1 4 1 4 1 4 ' +
  '1 4 1 c 1 3 9 1 2s k n 4 4 3 1 3 2 7 3 4 d c 1 1 a 4 jj 3 qa 4 s 3 t 2 u 2 1u u 9 1 4n 2 y 1 3a c 4 ' +
  'c 63 5 1l a 1 t 2 1 1c v 1d 5 1b h 12 9 c 3 u d 1k e 1c k 48 3 1 l 4 1 6 1 2 3 5i 1s k0 x 2da 3 3x 1' +
  ' 2o w fe 6 2x 2 n9w 4 1 a w 2 28 2 7k 1 3 1 4 1 n 5 4 1 2b 2 1e i q i d 1 12 8 p d 18 4 1b e 10 1 1v' +
  ' e c 1 8 2 19 3 1e 1 1 3 2 2 5 2 1 1 15 5 5 2 6k 8 1 2 fn4 1 ld g r1 1 6a 1 45 5 1ae 3 1 2 5 4 14 3 ' +
  '4 1 4l 2 fx 4 ar 2 28 3 1y b 1d 4 3e 3 1h f 15 1 2 2 a 4 19 b 7 1 1p 3 10 e g 2 18 1 c 3 1c e 8 4 1 ' +
  '2 2k c 6 1 2 1 4d c l 4 1j 2 1 7 2 2 2 3 9 1 a 2 2 7 3 5 5c i n 1 29 k 6j 7 2 9 r 2 2a h 2y d 2t f 7' +
  '4 f 6t 6 1 2 2 4 1 1 1 2 3x 7 2 7 3 1 s a 14 7 1 4 8 1 9 b 1a g b9 8 1 8 2a m 1 e 3e 6 3 1 1 2 1 7 1' +
  ' 1 1u 5 1 2 1 5 9n 4 9 2 1 1 1c 7 3 5 459 1 6 f asa 5 1n 7 t4 1 1 1j 7 4 29 1 b 2 f57 2 3mp 1a 2 n f' +
  '2 5 3 6 8 8 2 7 u 4 44 3 1iz 1j 4 1e 8 1 e 1 m 5 1 f 11s 7 1 h 2 7 1 2 1 5 2s 1 4g 7 af 1 1p 4 e4 4 ' +
  'rk 7 31 7';

/** Default case folding, one to one: first, count, step, distance (negative with `-`). */
export const FOLD_RUNS =
  '1t q 1 w;5c n 1 w;60 7 1 w;74 o 2 1;8k 2 2 1;8p 3 2 1;8x 4 2 1;96 n 2 1;ag 1 1 -3d;ah 3 2 1;ap 1 1 5' +
  'u;aq 2 2 1;au 1 1 5q;av 1 1 1;ax 2 1 5p;az 1 1 1;b2 1 1 27;b3 1 1 5m;b4 1 1 5n;b5 1 1 1;b7 1 1 5p;b8' +
  ' 1 1 5r;ba 1 1 5v;bb 1 1 5t;bc 1 1 1;bg 1 1 5v;bh 1 1 5x;bj 1 1 5y;bk 3 2 1;bq 1 1 62;br 1 1 1;bt 1 ' +
  '1 62;bw 1 1 1;by 1 1 62;bz 1 1 1;c1 2 1 61;c3 2 2 1;c7 1 1 63;c8 1 1 1;cc 1 1 1;ct 8 2 1;da 9 2 1;dw' +
  ' 1 1 1;dy 1 1 -2p;dz 1 1 -1k;e0 k 2 1;f4 1 1 -3m;f6 9 2 1;fu 1 1 8bv;fv 1 1 1;fx 1 1 -4j;fy 1 1 8bs;' +
  'g1 1 1 1;g3 1 1 -5f;g4 1 1 1x;g5 1 1 1z;g6 5 2 1;n9 1 1 38;og 2 2 1;om 1 1 1;ov 1 1 38;p2 1 1 12;p4 ' +
  '3 1 11;p8 1 1 1s;pa 2 1 1r;pd h 1 w;pv 9 1 w;qq 1 1 1;r3 1 1 8;rc c 2 1;s7 1 1 1;sa 1 1 1;sd 3 1 -3m' +
  ';sg g 1 28;sw w 1 w;v4 h 2 1;wa r 2 1;xs 1 1 f;xt 7 2 1;y8 1c 2 1;10x 12 1 1c;3a8 12 1 5ls;3bb 1 1 5' +
  'ls;3bh 1 1 5ls;3y0 6 1 -8;5mo 1 1 -4su;5mp 1 1 -4st;5mq 1 1 -4sk;5mr 2 1 -4si;5mt 1 1 -4sj;5mu 1 1 -' +
  '4sc;5mv 1 1 -4ro;5mw 1 1 r7n;5n4 17 1 -2bk;5od 3 1 -2bk;5xc 23 2 1;61s 1c 2 1;64o 8 1 -8;654 6 1 -8;' +
  '65k 8 1 -8;660 8 1 -8;66g 6 1 -8;66x 4 2 -8;67c 8 1 -8;69k 2 1 -8;69m 1 1 -22;6a0 2 2 -2e;6ag 2 1 -8' +
  ';6ai 1 1 -2s;6aw 2 1 -8;6ay 1 1 -34;6b0 1 1 -7;6bc 1 1 -3k;6be 1 1 -3i;6k2 1 1 s;6mb 1 1 1;8ow 1c 1 ' +
  '1c;8rk 1 1 1;8rm 1 1 -8af;8rn 1 1 -2xy;8ro 1 1 -89z;8rr 3 2 1;8rx 1 1 -8bg;8ry 1 1 -8al;8rz 1 1 -8bj' +
  ';8s0 1 1 -8bi;8s2 1 1 1;8s5 1 1 1;8se 2 1 -8cf;8sg 1e 2 1;8vf 2 2 1;8vm 1 1 1;wu8 n 2 1;ww0 e 2 1;x0' +
  'i 7 2 1;x0y v 2 1;x2x 2 2 1;x31 1 1 -r9g;x32 5 2 1;x3f 1 1 1;x3h 1 1 -wmg;x3k 2 2 1;x3q a 2 1;x4a 1 ' +
  '1 -wn8;x4b 1 1 -wnj;x4c 1 1 -wnf;x4d 1 1 -wn5;x4e 1 1 -wn8;x4g 1 1 -wlu;x4h 1 1 -wmi;x4i 1 1 -wlx;x4' +
  'j 1 1 ps;x4k 8 2 1;x50 1 1 -1c;x51 1 1 -wn7;x52 1 1 -raw;x53 2 2 1;x5c 1 1 1;x5i 2 2 1;x6d 1 1 1;xv4' +
  ' 28 1 -tzk;1fcw 14 1 14;1fhs 10 1 14;1fn4 b 1 13;1fng f 1 13;1fnw 7 1 13;1fo4 2 1 13;1h1c 1f 1 1s;1j' +
  'fk w 1 w;20cg w 1 w;2olc y 1 y';

/** Default case folding to more than one character: targets=sources. */
export const FOLD_LONG =
  '2w mp=61i;2x lj=8g;2y lo=ds;37 37=67 5vj;38 lk=61j;3b lm=61k;3d lm=61l;q4 qh=69g;q6 qh=69w;q9 n6=69i' +
  ';q9 n6 qh=69j;q9 qh=69f 9;qf n6=69y;qf n6 qh=69z;qf qh=69v 9;qh lk lc=6aa;qh lk ld=pc;qh lk n6=6af;q' +
  'h n6=6ae;qp lv=6as;qt lk lc=6aq;qt lk ld=q8;qt lk n6=6av;qt lv=66o;qt lv lc=66q;qt lv ld=66s;qt lv n' +
  '6=66u;qt n6=6au;qx n6=6ba;qx n6 qh=6bb;qx qh=6b7 9;r2 qh=6b8;64g qh=680 8;64h qh=681 8;64i qh=682 8;' +
  '64j qh=683 8;64k qh=684 8;64l qh=685 8;64m qh=686 8;64n qh=687 8;65c qh=68g 8;65d qh=68h 8;65e qh=68' +
  'i 8;65f qh=68j 8;65g qh=68k 8;65h qh=68l 8;65i qh=68m 8;65j qh=68n 8;674 qh=68w 8;675 qh=68x 8;676 q' +
  'h=68y 8;677 qh=68z 8;678 qh=690 8;679 qh=691 8;67a qh=692 8;67b qh=693 8;67k qh=69e;67o qh=69u;67w q' +
  'h=6b6';

/** UTS 39 prototypes: target=sources. */
export const LOOKS_LIKE =
  'x=cj 8lq;12=x2w;13=jd 2 1 1 1 a 2 1 lq q e9 1 2fp hu 1u5 qr7 13gl 1;13 13=je 1g lg 2;13 1u=ap;13 1w=' +
  'ay;13 28=bo;13 2c=bw;13 2h=c3;16=1f6n;17=1f2z;18=wl5;19=8u2;1a=19c 40 v7s 1ncl;1a 18=wl7;1a 1a=wl6;1' +
  'b=8ue od 4b 5td;1e=br g1 3br sqt 7q;1e mt=cb;1f=c7 2t e3 5l 7vw o7y 1t mcf h2p;1f me=wo;1g=3wu 1fj5;' +
  '1g 53=46o;1h=cc 1j3z;1i=tt 33x 4x0 1amb;1j=1fiq 3xw;1k=f6 1 1jb 3k 49 1d07;1l=1yl 3e 75 ed 671 o84 m' +
  'da w a;1m=k0 183 ao uii;1o=3zs hm;1o 53=405 4tr;1q=3zn 1wjw;1q 53=401;1r=g1 2b 1d5 20h;1t=pd 3j 32y ' +
  'ez sa1 iia lgg;1t 1t=x0y;1t 1x=5i su;1t 27=x10;1t 2d=x12;1t 2e=x14 2;1t 2h=x18;1u=pe 3k 34y eb s7t k' +
  'k hxq v 2o;1v=td 33y 4w5 nqu iiw 2o 7n 7b 3wt;1v 13=av;1v me=x6;1w=3vk fy c s89;1w mt=5s 1s 3d;1x=ph' +
  ' 3k 32v 51p nnb ihi 4dc 8;1x mw=g6;1y=rg 3iw sa1 jf hyn u hs 3ul w;1y me=b5;1z=zw 2wk 1f smb;1z 13=b' +
  '7;1z mt=dg;20=pj 3q 332 ch 4k2 nrt ijs;20 me=xz 2;20 mh=wy 7ut;20 mt=86;22=ov 3t 337 6a si4 k9;22 53' +
  '=42h;22 mt=g8;23=pm 3k 34c kv 4an nr7 j0h;23 13=bc;23 mh=wq 7v3;23 mt=wu w4i;24=3xa 5o 4rq npt it6 7' +
  'f 3ul f h2c;24 mw=8x;25=po 2m y 32z ft 6e 4aq nrb ij5 2p;25 me=y5;26=pp 83h nra j03;26 me=bh;27=1c o' +
  'f 3j 8n h7 fa 8q 1y 1gq 53i 52 nmn ihr p 9l 5a 2c 33u rp 17;27 13=3vo;27 1x=9e;27 27=wwo 52;27 mt=bj' +
  ' e1 w 56 3a 2xi 19 4zq o49;27 mw=60 8rt;28=pt 3j 342 3v 4s5 nqn iis;28 13=41y;29=8yd;2a=bq 3jv 1d c5' +
  ' sbg ixd l1d;2b=sl 96 2va 5 snc iic ay l5m;2c=pw 3i 328 4xw nqm iir q 2s 49z h1q;2c 1f=x0o;2c mg=by;' +
  '2c mh=x8;2c mt=9y;2c mw=fy;2d=11p 2ib gc sko ixm 3xm h3e;2d 13=413;2d 53=40o;2d mt=g4 3go;2e=vo dv 4' +
  '0 2jm 2e 4y1 nn2 e1 im6 3ur h2g;2e 53=3zv;2f=10c 2vr x snq mws;2g=pz 3i 3o2 4c5 4x nm6 js hy5 10 2r ' +
  'eo;2g mh=xe;2h=px 3i 3v 2yj k 4x7 nr8 iiu 4c2 h3z;2h mt=ge gy;2i=pi 371 snt mvh 1o;2i me=f8;2i mt=c5' +
  ';2k=fg6;2m=jq;2n=1kq;2p=gh 9s 3j;2p 2p=x0z;2p 2t=6e rz;2p 33=x11;2p 39=x13;2p 3a=x15 2;2p 3d=x19;2q=' +
  'as iw 337 4j 8t;2q 13=420;2q 30=tn;2q 53=41r;2q lg=aq 1 i6;2q lj=41f;2q lj 53=41t;2q lw=gj;2q mt=ao ' +
  'ki 1 15 1;2r=u9 4w3 335 p3e hhq;2r me=x7;2r mw=fw;2s=zl 2xy 3s sir;2s 13=41z;2s 3e=ir;2s 53=41n;2s f' +
  '1=is;2s i9=it;2s lg=b0;2s lw=gn;2s mg=gm;2s mt=7l;2t=tx 3s wvp;2t mg=xr;2t mw=g7;2u=138 4yh r24 po;2' +
  'u 97=ix;2u me=b6;2u ms=5ta;2v=b1 5w m8 4qq;2v lw=gw;2v mt=dh;2w=xn 51 2tu;2w lw=h2 3gs syr;2w mt=87 ' +
  'ms;2x=8h 8o 1 9b 4d 3d 2xi syq 10u lla;2x mt=h4 5cj 1;2y=s3 2t;2y mt=g9;2z lw=bd;30=1d o 99 16 d5 31' +
  ' 56 7p a 20 1m 40 61 2yf 4b5 59 nmr ihk 3j lcv;30 13=169;30 27=tq;30 30=ch tr;30 37=iy;30 3e=iz;30 5' +
  '3=43b;30 f1=ha;30 mg=h9;30 ms=h7;30 mt=bb 3;30 mw=8y;30 191=19v;30 19w=19u;32=12w 4;32 mg=hf;32 mh=b' +
  'i ex;32 ms=5tc;33=qn 4 3f 93 2k 2u u 2h 3 k w hd 74 3k 74 s 2s s 2s s u 1y s 5q 3k 99 z 5b 2ds 2 32m' +
  ' p0e hkf 5a 3xa f;33 2t=9f;33 33=wwp 52;33 le=1dr;33 m3=xv8;33 mt=hh e6 3a w2q ub 19;33 mw=6w xmu;33' +
  ' 2ls 33=2n3;33 370=368;33 5qf=hi;34=qp 3j 7z7;34 53=41j;34 lw=bp;34 mt=5tp;35=10b 20 3;35 lw=io;36=t' +
  'v 4xf 31b p1e 1 1l;36 13=wh;36 32=31 1j0z df;36 32 me=hd;36 32 ms=5tb;36 mg=hp;36 mh=ho;36 ms=5te;36' +
  ' mt=gd g6;37=cd ig w64 vt hi6 41l;37 mg=hu;37 ms=5tg;38 2u=x2v;38 37=iu;38 f1=x0p;38 gl=iw;38 hv=iv;' +
  '38 lw=bx;38 ms=5th;38 mt=9z;39=i3 8q c8 4nz rcz q7 4 hpg 3xe;39 2t=5t7;39 33=xur;39 mt=5tq s2m;3a=ql' +
  ' 54 9v 4lk s5l l7h ca;3b=hb du 58 1w 4ow s4i l8n 4 1;3b lj=1io5;3b me=x29;3b w6 w7=vx;3c=ud 3cs 1o;3' +
  'd=gz 18 84 40 30 2ew 2hx ab rq3 lmq;3d lw=c4;3d mt=gf gy;3e=5r6 s4x lkh;3e me=f9;3e mg=i8;3e ms=5ti;' +
  '3e mt=c6;53=3zb 5p0 nf8;53 1g=46n;53 1o=404;53 1q=3zr 9;53 22=42g;53 24=43a;53 28=41i;53 2d=40n;53 2' +
  'e=3zu;53 2q=41q;53 2q lj=41s;53 2s=41m;53 53 53=8y0;53 g5=3zw;53 pf=432;53 pg=3ym;53 11k=40p;53 3y9=' +
  '3yk;53 3yc=3yo;53 3yd=3yq;53 3ye=3ys;53 3yi=3yv;53 3yj=3yx;53 3zm=3zy;53 3zo=402;53 3zt=406;53 40f=4' +
  '0r;53 40g=40k 9;53 40h=40v;53 40l=40x;53 40m=40z;53 417=41g;53 41a=41k;53 41c=41o;53 421=42a;53 423=' +
  '42c;53 424=42e;53 426=42i;53 428=42k;53 429=42m;53 42r=430;53 42u=434;53 42v=436;53 42w=438;53 42z=4' +
  '3c;53 43k=43t;53 43m=4w6;53 43n=4w8;53 43o=4wa;53 43p=4wc;53 43r=43v;53 43s=43x;53 443=44c;53 445=44' +
  'e;53 446=44g;53 447=44i;53 448=44k;53 44a=44m;53 44b=44o;53 44t=452;53 44v=454;53 44w=456;53 44x=458' +
  ';53 44y=45a;53 450=45c;53 451=45e;53 45s=45z;53 45t=461;53 45u=463;53 45v=465;53 45w=467;53 45x=469;' +
  '53 45y=46b;53 46g=46p;53 46h=46r;53 46i=46t;53 46j=46v;53 46l=46x;53 46m=46z;53 477=4we;53 47a=4wf;5' +
  '3 47b=4wg;53 47c=4wh;53 47d=4wi;53 47f=4wj;53 47g=47i;53 47u=47v;53 487=488;53 4vl=4vn;53 4vo=4vq;53' +
  ' 4vs=4vt;53 4w0=4w2;66=s7 1eq5;67=qa 37i t6t;72=cf ft;8o=qi 3k 4wh 32i p41;8o mh=wr;8o mt=wv;at=uk x' +
  '1v;at 2x=uj;au=sd 5ty py0 itk;b2=8xm nnb;b3=yg;b4=100 2wr 1bg6 l64;bs=rt 4zf r35;bt=pv 886;bv=3wf;c1' +
  '=4dq 6;d9=gp hs;d9 33=5qs;d9 33 mt=xtu;d9 33 mw=xtt;d9 ke=gq;dy=zu;f1=ia gf 2du 5i2 o7y;fr=12t;g2=xv' +
  'i;g5=pn 3k gd 40 2m1 4xy nn2 dl i4f f7 l1p;g5 53=3zx;g5 me=xx;gb=5u8;gk=or 51x vo 18sn;gk 2t=xuq;gk ' +
  'mw=xtr;gs=tz 4wh;gs me=wp;gu=1feq;gy=zx 2y6 txx;hc=12y 2i1;hj=1fen;hk=qu 3i 7zb;hq ms=5tf;hs=xv5 1d;' +
  'hv=xu5;i2 mt=5tr;i4=5rb 19rl;i5=u4 4wh s56;i5 me=y6;ig=8yh nwv imz;ih=tu 34a;ii=x3x ia5;ik=u5 x1q;ik' +
  ' me=y0 2;ik mh=wz;in=8up p25 hhx;ip=wy5;jt 2q=ui;jt 2q 2x=wup;lc=1ub;ld=13w 1 3f 1i 6x el;le=lt ne b' +
  '7 44i ra8;lf=n6 lt;lg=lh no b6 44n ra7;li=lo 2q kq 2 vmq;li lj=ls rc ex 3k 74 3k 73 3l 3k 1g3i;lj=ns' +
  ' gx 1 7 1 2 88 2c 1 4s 71 o 74 3k 97;lk=1kj 6w;ll=9ik;lm=o6 g9 4j 3x wz jv 3k a1 1hs d 4d3 j4 18py;l' +
  'm 2sy=2sz;lm 2wi=2wj;ln=18r it;lq=5p6;lu=193;lv=lx lg 1i is;lw=199;ly=5pp;mb=14k h 47 i9 27 3k 3k 3k' +
  ' 3k 3hd 1avx 1hs l5;mc=1ri 3xs;md=307 6ie;me=m9 6 i;mg=ma z 4mq;mh=192 4g6;mj=5p1;ml=5p5;mm=5p4;mp=m' +
  '8 182;mr=nb;mt=mu;mw=mv;nk=nr 141 7;nm=1s0;no=1rt;np=1ru;o3=92u;o4=92v;o8=92l;of=92n;pf=sz 332 6s 4p' +
  'r 1rpf;pf 13=wg;pf 53=433;pf mt=wi;pg=3yb 4ub 62 163p u lfb;pg 53=3yn;pg 3z4=3zg;ps=tb 801 o57;py=tg' +
  ' 8f 2jx 57u 16a1;q0=vk 3mw 4ba 169z f0;q1=4dr 6 1apt;qj=8t2 16px;qo=u7 4x5;qq=rf;qv=8tp p0m 2;qw=vl ' +
  '1eo8;qx=8tt o0s a2;rb=8v8;rc=1f3h 2t;rw=8v0;sr=1fil;t2 mh=wm;t4=om w8b ih0;t4 me lc=wa;tk=8u4;tm 30=' +
  'wuo;ty mh=wn;u0 me li=wb;u3=5rf;u3 me=xy;ug=8u5;ux=xuo;v4=3wn fc;v4 53=4x9;v4 w6 w7=vw;xi=y3;xj=y4;x' +
  'o mg=xq;xv=1fi4;11k=3mo dq skn;11k 13=414;11k 53=40q;121=jj;12p=3o4;13q=14d;13s=14e;13t=148;13u=144;' +
  '17s 190=1pd;17s 1cr=1g1;17s 1cy=1py;17t=1c3;17x 190=1a9 6p;17x 1cr=1ad;17z le=1da;17z mc mb=1pq;17z ' +
  '179=1ag;17z 1cr=1am;181 le=1db;181 li=1aq;181 li lj=1q1;181 179=1ap;181 190=1gs;181 1cr=1aw;182 le=1' +
  'pu;183 le=1ha;183 1cr=184;185 mc mb=1pr;185 1cr=1b2;187 1cr=1b3;18h=1bb;18j=1bd 1;18j 1cr=1bh 52;18k' +
  ' li=1bp;18k 1cr=1br;18l 1cr=1pj;18m li=1gp;18m 179=1go;18o=1pt;18o le=1c9;18o li=1c6;18o lv=1c7;18o ' +
  '19s=1c8;18o 1cr=1cb;18p=18q 10 24 i 6 dn;18p le=18d;18p li=1ce 3s;18p li lj=1q2;18p 179=1a1 1u;18p 1' +
  '90=1pk;18p 1cr=17v k 1r 1r k;18p 1cr 1cy=1pz;18s=1r9 3 9;18t=1rm;18w=lz lf;191=19b;19e=1de w65;19f=1' +
  'df;19g=1dg;19i=1di;19l=1dl ha 1hml;19s=lp;1a3=1cg;1ai 179=1aj;1av 179=1gx;1b5=19r gc 1;1b5 1cr=1b8 4' +
  ';1b6 1cr=1pg;1bg=1gi;1bj=1ps;1bj 1cr=1bo;1cr=59w 17r;1fg=1fm;1g4=1gn 8y;1s5 1tq=1s6;1s5 1tq 1ty=1si;' +
  '1s5 1tq 1tz=1sj;1s5 1tq 1u0=1sk;1s5 1ty=1s4;1s5 1u1=1sh;1sf 1tx=1sd;1sf 1ty=1se;1sf 1tz=1sg;1tc 1u5 ' +
  '1s7=1s8;1tm=1i2z;1tp=24d;1tt=24h;1tu=24i;1ty=217;1u5=219 3k;1uw=25k;1ux=25l;1uy=25m;1v2=25q;1v5=2mm;' +
  '1vn=1z7 e8 3k 3k 3k j9 1fgp;1vp 1xa=1vq;1vv 1xf=1y8 1;1w8=1imq;1wa=1ims;1wc=1imu;1we=1imw;1wf=1imx;1' +
  'wh=1imz;1wj=1ine;1wk=1in2;1wl=1in3;1wm=1in4;1wn=1in5;1wo=1in6;1wq=1in7;1ws=1ind;1wu=1inb;1wv=1inc;1w' +
  'w=1inf;1wy=1in1;1x3=1inh;1x4=1ini;1x9=1io4;1xa=1ink;1xb=1inl;1xj=1int;1xp=1io2;1xz=1inx;1yf=1ioh;1yg' +
  '=1ioi;1yk=1iom;1z9 20u=1za;1z9 214=1zk;1z9 218=1zo;22a 20v=1zb;22a 20w=1zc;22a 213=1zj;22b 20x=1zd;2' +
  '2b 20y=1ze;22t 24e=22u;22t 24e 24l=235;22t 24e 24n=237;22t 24e 24o=238;22t 24l=231;22t 24n=233;22t 2' +
  '4o=234;26d 27y=26e;29x=2cu;2a0=2b4 e;2a0 2bl=2cr;2a1=2co 81;2a1 2b7=2a2;2a1 2mv=2kq;2a6=2ct;2a8=2ak ' +
  'ao;2ad=2cn;2ai=2cq;2ai 2bl=2cs;2an 2bj=2m2;2ar=2lf;2ax=2bs;2b7=2c7;2b8=2lw;2ba=2ly;2bj=2m7 1;2dh=2h1' +
  ';2di=2h2;2dj=2h3;2dn 2f2=2g0;2do 2f2=2g1;2du=2he;2du 2fg=2dw 3k;2du 2fp=2dv 3k;2e4=2ho;2e6=2hq;2e9 m' +
  'b=2ea;2eb=2hv;2ef 14s=2ed;2ek mb=2el;2en=2i7;2eo 14s=2e8;2ep=2i9;2eq=2ia;2et mb=2ev;2et 2f2=2ex;2et ' +
  '2f5=2em;2f5 2f2=2f6;2f7 2f2=2f8;2g7=2jr;2g8=2js;2gf=2jz;2h8 2im=2jl;2kn 2mv=2ko;2ku 2me=2kw;2ky 2m6=' +
  '2kz;2ky 2mv=2l0;2la=2n5;2li 2ml 2ls=2nf;2lk 2m9=2ks d;2lk 2ml=2nj c;2lk 2ml 2lk=2ng;2ls=2lt;2ls 2ml=' +
  '2ne i;2lx 2ml 2ls=2ni;2m9=2ma 1;2me 2me=2mg;2oy=2qy;2pb=2qz;2qw 2q7=2qx;2qw 2qb=2r3;2rm=2rn;2ro=2s4 ' +
  '1;2rq=2sh;2rs=2vc;2ru=2rv;2ry=2rz;2s1=2s7;2sa=2vu;2sb=2vv;2sd=2vx;2se=2vy;2sf=2vz;2sg=2sm;2si=2vh;2s' +
  'y=2th;2t0=4on;2t1=4oo;2t2=4op;2t3=4oq;2t4=2wo;2t5=2wp;2tc 2tc=2td;2tk=2x4 1s3;2tl=2x5;2tm=2x6;2tn=2x' +
  '7;2wb 2vt=2xo;2wb 2w1=2xp;31e=31m;31k 324 326=2yo;35u 370=35s;35u 37i=39d;35v 37i=38w;36d 370=36n;36' +
  'd 370 37i=38v;36d 37i=38m;36m 37g=36x;36m 37g 375 370 37e=36y;37l=38l;399 37i=39a;3cw=3hk;3cw 3cw=3c' +
  'x 4o;3cw 3cy=3ju;3cw 3cz=3fe;3cw 3d1=3ib;3cw 3d3=3jv;3cw 3d5=3hm;3cw 3d5 3cw=3ic;3cw 3da=3jw;3cw 3db' +
  '=3jx;3cw 3de=3jy;3cy=3hn;3cy 3cw=3df 4y;3cy 3cy=3dg 6j;3cy 3cz=3dh 4x;3cy 3d1=16mj;3cy 3d3=3di;3cy 3' +
  'd5=3ff 30;3cy 3d8=3fg 28;3cy 3da=16mk;3cy 3dc=3ih;3cy 3de=3fh 28;3cy 3eo=3ig;3cz=3hq;3cz 3cw=3dj 4z;' +
  '3cz 3cz=3d0 139l;3cz 3cz 3d3=16mm;3cz 3d1=3fi 31;3cz 3d2=xgg;3cz 3d3=xgh 966;3cz 3d5=xgi 966;3cz 3d5' +
  ' 3cw=16mp;3cz 3d8=xgj 967;3cz 3da=16mr;3cz 3dc=16ms;3d1=3hr;3d1 3cw=3hs tys;3d1 3cw 3cw=xgl 968;3d1 ' +
  '3cw 3d5=3ik;3d1 3cw 3de=16mu;3d1 3cy=3dk 51;3d1 3cz=3im ty0;3d1 3cz 3cz=xgn;3d1 3cz 3de=3in;3d1 3d1=' +
  '3dl 53;3d1 3d1 3db=16mv;3d1 3d2=3ht tyv;3d1 3d2 3cw=3ip;3d1 3d2 3d5=3iq;3d1 3d2 3de=16mw;3d1 3d3=3hu' +
  ' tyv;3d1 3d3 3cz=16mx;3d1 3d3 3d3=xgq;3d1 3d3 3d5=3ir;3d1 3d3 3d7=3it txy;3d1 3d3 3dd=16my;3d1 3d3 3' +
  'de=3is;3d1 3d5=3hv tyx;3d1 3d5 3d5=3iu;3d1 3d7=3dn 139e;3d1 3d8=xgt;3d1 3db=3iw txy;3d1 3dc=3hw;3d1 ' +
  '3dd=3hx;3d1 3de=3dm x 3f 135o;3d1 3eo=3iv;3d1 3f0=16mz;3d1 3fd=3ix;3d1 3fd 3de=16n0;3d2=3hz;3d2 3cw=' +
  '3iy txx;3d2 3cy=16n2;3d2 3cy 3cy=16n3;3d2 3cz=xgw;3d2 3d1=3iz;3d2 3d2=16n4;3d2 3d3=3do 5c;3d2 3d3 3d' +
  '5=16n5;3d2 3d5=3j1 txw;3d2 3d5 3d5=3j2;3d2 3d7=3dp 5h;3d2 3d8=16n6;3d2 3da=3j4;3d2 3de=3j5;3d2 3eo=3' +
  'j3;3d3=3i0;3d3 3cw=3dq;3d3 3cy=3dr;3d3 3cz=3ds 139f;3d3 3d1=3j7;3d3 3d1 3dd=16n8;3d3 3d2=16n9;3d3 3d' +
  '3=3d4 13a6;3d3 3d3 3d7=3e4;3d3 3d5=3dt 48;3d3 3d5 3cw=3du;3d3 3d5 3cz=3dv 139g;3d3 3d5 3d3=3dw;3d3 3' +
  'd5 3d5=3dx;3d3 3d5 3d8=3dy;3d3 3d5 3dc=xgy;3d3 3d7=3e3 57;3d3 3d8=3dz 139d;3d3 3da=3e0 139d;3d3 3db=' +
  'xgz;3d3 3dc=3e1;3d3 3dd=3e2 56;3d3 3de=3j9 txr;3d5=3i2;3d5 3cw=3e5 56;3d5 3cy=3e6;3d5 3cz=3e7 55;3d5' +
  ' 3d1=3e8 55;3d5 3d2=3e9 1395;3d5 3d3=3ea 54;3d5 3d3 3cw=3eb;3d5 3d3 3d7=16nf;3d5 3d5=3d6 4x;3d5 3d5 ' +
  '3cw=16ng;3d5 3d5 3cz=16nh;3d5 3d5 3d3=xh1;3d5 3d5 3d5=3ec;3d5 3d7=3ed;3d5 3d8=3ee 1395;3d5 3da=3ef 1' +
  '395;3d5 3db=3eg;3d5 3dc=3eh 1394;3d5 3dd=3ei;3d5 3eo=16ni;3d7=3i4;3d7 3cw=3ep 4r;3d7 3cw 3cw=3jh;3d7' +
  ' 3cz=3eq;3d7 3d1=xh2;3d7 3d2=3er;3d7 3d3=3es;3d7 3d5=3et 4s;3d7 3d7=3ev 4n;3d7 3d8=3ew;3d7 3da=3ex;3' +
  'd7 3db=3jj;3d7 3dc=3ey;3d7 3dd=3ez;3d7 3de=xh3;3d7 3eo=3eu 4s;3d8=3i5;3d8 3d3=16nr;3d8 3d3 3d3=16ns;' +
  '3d8 3d7=3f1;3d8 3d8=3d9 13ak;3d8 3d8 3de=xh4;3da=3i6;3da 3db=3f6;3da 3de=3f7;3db=3i7;3dc=3i8;3dc 3dc' +
  '=xh5;3dd=3i9;3dd 3d3=3fa 4d;3dd 3d5=16nu;3dd 3d7=3fb 4d;3dd 3dc=16nv;3dd 3de=xh6;3de=3ia;3de 3cy=3jp' +
  ';3de 3d1=3jq;3de 3d2=3jr;3de 3d3=3js;3de 3d5=xh7;3de 3de=3fc;3ek 3ek=3el;3em 3em=3en;3eo=3jf;3eo 3d3' +
  '=16nn;3eo 3d3 3d7=16no;3f0=3jk;3f0 3d2=16np;3f0 3de=16nq;3f2 3f2=3f3;3f4 3f4=3f5;3fd=3jt;3fd 3fd=xh8' +
  ';3fl 3ft=3g6;3fl 3fy=3g7;3fl 9oc=3hf;3fl ffs=3fm;3fn 3ft=3g8;3fn 3fx=3g9;3fn 3fy=3hg;3fn ffs=3fo;3fp' +
  ' 3ft=3ga;3fp 3fy=3gb;3fp 9oc=3gc;3fp ffs=3fq;3fr 3fn=3hh;3fr 3ft=3gd;3fr 3fy=3ge;3fr ffs=3fs;3ft 3fl' +
  '=3fu;3ft 3fl ffs=3fv;3ft 3fn=3hi;3ft 3fn ffs=3hj;3ft 3fp=3gf;3ft 3fp ffs=3gg;3ft 3fr=16ls;3ft 3fr ff' +
  's=3gh;3ft 3ft=3gi;3ft 3ft ffs=16lt;3ft 3fy=3gj;3ft ffs=3fw;3fx 3fl=16lu;3fx 3fl ffs=16lv;3fx 3fn=3gk' +
  ' 2;3fx 3fn ffs=3gl;3fx 3fp=16lw;3fx 3ft=3gn;3fx ffs=3go;3fy 3fl=3gp;3fy 3fl ffs=3gq;3fy 3fp=3fz;3fy ' +
  '3fp 9oc=3gr;3fy 3fp ffs=3g0;3fy 3fr=16lx;3fy 3fr ffs=3gs;3fy 3fy=3gt;3fy ffs=3g1;3fy ffs ffs=16ly;3g' +
  '2 3fl=3gu;3g2 3fl ffs=16lz;3g2 3fp=3gv;3g2 3fp ffs=3gw;3g2 3fr=3gx;3g2 3fr ffs=3gy;3g2 3ft=16m0;3g2 ' +
  '3fy=3gz;3g2 ffs=3h0;3ha 3fl=16md;3ha 3fp=3hb;3ha 3fp ffs=16me;3ha 3fy=3hc;3ha 3ha=3he;3ha ffs=3hd;3k' +
  '6=11g;3mp=11o;3ou=117;3s3=11m;3y9 53=3yl;3y9 3z4=3zf;3yc 53=3yp;3yd 53=3yr;3yd 3z4=3zh;3ye 53=3yt;3y' +
  'i 53=3yw;3yi 3z4=3zi;3yj 53=3yy;3z2 4wv=4wt;3z5=441;3zd=474;3zm 53=3zz;3zo 53=403;3zt 53=407;40f 53=' +
  '40s;40g 13=415;40g 53=40u;40h 53=40w;40l 13=416;40l 53=40y;40m 53=410;417 13=41x;417 53=41h;41a 53=4' +
  '1l;41c 53=41p;421=4cj;421 53=42b;423 53=42d;424 53=42f;426 53=42j;428=4ci;428 53=42l;429 53=42n;42r ' +
  '53=431;42u 53=435;42v 53=437;42w 53=439;42z 53=43d;43k 53=43u;43m 53=4w7;43n 53=4w9;43o 53=4wb;43p 5' +
  '3=4wd;43r 53=43w;43s 53=43y;443=4ck;443 53=44d;445 53=44f;446 53=44h;447 53=44j;448 53=44l;44a=4cn;4' +
  '4a 53=44n;44b 53=44p;44t 53=453;44v 53=455;44w 53=457;44x 53=459;44y 53=45b;450 53=45d;451 53=45f;45' +
  'n 1o=45o;45n 2q=45q;45n 40l=45p;45n 428=45r;45s 53=460;45t 53=462;45u 53=464;45v 53=466;45w 53=468;4' +
  '5x 53=46a;45y 53=46c;46g 53=46q;46h 53=46s;46i 53=46u;46j 53=46w;46l 53=46y;46m 53=470;477=4de;477 5' +
  '3=4ww;47a=4df;47e=4dg;47g 53=47j;47k 28=48v;47k 2q=48z;47k 2q lj=490;47k 2s=48x;47k 417=4fj;47k 418=' +
  '48u;47k 41a=48w;47k 41c=48y;47k 41v=491;47u 53=47w;47y 53=4wz;486 53=4x0;487 53=489;48b 53=4x1;492 5' +
  '3=4x4;49h 22=49d;49h 421=4fk;49h 422=49a;49h 423=49b;49h 424=49c;49h 426=49e;49h 428=49f;49h 429=49g' +
  ';49i 22=4fn;49i 423=4fl;49i 424=4fm;49i 426=4fo;49i 428=4fp;49i 429=4fq;49j 53=4x6;49z 53=4fr;4a0 53' +
  '=4fs;4a1 53=4ft;4a2 53=4fu;4a3 53=4fv;4a4 53=4fw;4a5 53=4fx;4bl=wl3;4c4 53=4xc;4d7 53=4xe;4f4=wkt;4h' +
  'l=wxc;4ho=4ip;4hp=4hu;4ik=1f2s 4df;4iu=1fio;4j3=8yr;4o2=4o3;4s5=4t1;4t8=4uu;4wv 3z2=4ws;4xh=4wr;526=' +
  '53k;52p=53l;56t=58g g;5cd=5ea;5ch=5eb;5d4=5eg;5q8=xve;5qd=xv4;5qf=xvg;5qi=xvf;5qm=on 5d 1el1;5qw=5rd' +
  ' s5l;5qx=un;5qz=qs 3i x0w;5qz mh=x9;5wf=92g;61r=qc ca 361;6i1=wvj;6k2=4ad sa1;6pu mt=6o;6pz=1jfs;7sc' +
  '=9jj 2pw9;8qn=xhu;8rz=4as sa3;8s0=1fdr;8s5=og 37c 8 t1d;8s6=xvk;8xs=1f3s;92k=5wu;9ko=9nc;9oc=3g3 byl' +
  ' hrr;9oc 3fl=16m1;9oc 3fp=16m2;9oc 3fp ffs=16m3;9oc 3ft=16m4;9oc 3fy=3h1;9oc 9oc=3h2;9oc ffs=3g4;9oc' +
  ' ffs 3fy=3h3;ako=dcr;app=beb;bi9=jrd;bmi=kc6;bp1=ph2;bp6=imo;bp7=dgg;bs3=kx5;cop=vk3;cov=k83;dhf=kdi' +
  ';dyu=ra6;ffs=3g5;ffs 3fl=3h4;ffs 3fn=3h5;ffs 3fn 3ft=16m5;ffs 3fn ffs=16m6;ffs 3fr=16m7;ffs 3fr ffs=' +
  '16m8;ffs 3ft=3h6;ffs 3ft ffs=16m9;ffs 3fx=16ma;ffs 3fy=3h7;ffs 3g2=16mb;ffs 3ha=3h9;ffs 9oc=3h8;ffs ' +
  'ffs=16mc;fik=9mz;fjv=9lw;fp1=fsy;ftw=fuk;g2z=9n3;gbf=9m3;ggs=9mw;gkj=9nx 7hm;gur=gv3;h7j=hkb;hgh=hgr' +
  ';hij=hkv;hlh=9mn;hwv=hz4;ijp=9m0;ild=ilu;jee=jeg;k7u=k89;kcs=peu;kcv=pg0;kcw=pfu;kcz=phd;kd4=pif;kdf' +
  '=plz;kfi=kjj;kv1=kyv;lu0=lzt;npw=nrj;or9=os6;ph8=pj5;q6l=qbj;qif=qip;ram=rct;rk6=rkf;rq4=rqb;ry7=rye' +
  ';s11=s1m;s5z=s63;s8v=s9z;slq=sm6;t65=t66;trr=trs;v9e=v9f;vdd=vde;wk5=x4h;wkk=x3y;wl2=1fdd l5h;wuk=x4' +
  'm;wuw=20ik;wvd=1fjf;x0n=x3p;x1a=sf;x1b=ot;x2x=x2y;x3a=3a8;x3m=sk 804;x3n=gr 9m 4f 59 7so p3m hhq 42t' +
  ';x6j=4af;xdn=1i3g;xi5=xib;xkx=xn7;xlv=xna;1f3c=wwq;1fa2=1kxk;1fde=x3u;1fei=x3v;1fgm=1fhc;1ggu=1omx;1' +
  'ik4 1iki 1ij6=1ij7;1ik4 1iki 1ijc=1ijd;1ik4 1iki 1ijn=1ijo;1ik4 1iki 1ijt=1iju;1ik4 1iki 1ijw=1ijx;1' +
  'ik4 1iki 1ijy=1ijz;1ite=1ivs 1;1itf=1ivu;1itg=1ivv;1iuq=1ivw;1iur=1ivx;1jvp 1jvp=1jvs;1jvp 1jvp 1jvz' +
  '=1jvt;1jvp 1jvp 1jw0=1jvu;1jvp 1jvz=1jvq;1jvp 1jw0=1jvr;1jvv 1jvv=1jvx;1jvv 1jvv 1jvz=1jvy;1jvv 1jvz' +
  '=1jvw;1jw3 1jvz=1jw4;1jw3 1jw0=1jw5;1jw3 1jw3=1jw6;1jw3 1jw3 1jvz=1jw7;1jw3 1jw3 1jw0=1jw8;1k8a=1k8i';
